#include "bestfit/outcome/deal_states.h"

#include "bestfit/base/text.h"
#include "bestfit/outcome/history.h"

namespace bestfit::outcome {
namespace {

DealState state_of_stage(const std::string& stage) {
  const std::string folded = base::fold(stage);
  if (folded.find("lost") != std::string::npos) return DealState::lost;
  if (folded.find("disqualified") != std::string::npos) return DealState::lost;
  if (folded.find("won") != std::string::npos) return DealState::won;
  return DealState::open;
}

}  // namespace

std::vector<DealState> deal_states(const table::Table& deals, const DealColumns& columns) {
  std::vector<DealState> states(deals.rows(), DealState::open);
  const table::Column* stage = columns.stage.empty() ? nullptr : deals.find(columns.stage);
  const Numbers won(deals, columns.won);
  const Numbers closed(deals, columns.closed);
  for (std::size_t row = 0; row < deals.rows(); ++row) {
    if (stage != nullptr && !stage->missing(row))
      states[row] = state_of_stage(stage->cell_text(row));
    if (won[row] == 1.0) states[row] = DealState::won;
    if (won[row] == 0.0 && closed[row] == 1.0) states[row] = DealState::lost;
  }
  return states;
}

}  // namespace bestfit::outcome
