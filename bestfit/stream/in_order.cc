#include "bestfit/stream/in_order.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "bestfit/base/parallel.h"

namespace bestfit::stream {
namespace {

constexpr int kSlotsMax = 12;

/// Whose turn it is.
class Turns {
 public:
  explicit Turns(std::size_t pieces) : pieces_(pieces) {}

  /// The next piece to prepare; `pieces` when there is none.
  std::size_t take() {
    const std::unique_lock lock(mutex_);
    return stopped_ ? pieces_ : std::min(pieces_, next_++);
  }
  /// Waits until all pieces before are committed; false when the work has stopped.
  bool wait(std::size_t piece) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || turn_ == piece; });
    return !stopped_;
  }
  void pass() {
    const std::unique_lock lock(mutex_);
    ++turn_;
    changed_.notify_all();
  }
  void stop() {
    const std::unique_lock lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
  }

 private:
  std::size_t pieces_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_ = 0;
  std::size_t turn_ = 0;
  bool stopped_ = false;
};

/// Stops the others when its thread leaves early, by an exception too.
class StopsOthers {
 public:
  explicit StopsOthers(Turns& turns) : turns_(turns) {}
  StopsOthers(const StopsOthers&) = delete;
  StopsOthers& operator=(const StopsOthers&) = delete;
  ~StopsOthers() {
    if (!is_done_) turns_.stop();
  }
  void done() { is_done_ = true; }

 private:
  Turns& turns_;
  bool is_done_ = false;
};

}  // namespace

/// One more than threads: while a finished piece waits for its turn, its thread has other work.
std::size_t slots_of(int threads) {
  return static_cast<std::size_t>(threads == 1 ? 1 : std::min(threads + 1, kSlotsMax));
}

void run_in_order(int threads, const OrderedWork& work) {
  Turns turns(work.pieces);
  const std::size_t slots = slots_of(threads);
  base::parallel_for(static_cast<int>(slots), slots, [&](std::size_t slot) {
    StopsOthers stops(turns);
    for (;;) {
      const std::size_t piece = turns.take();
      if (piece == work.pieces) break;
      work.prepare(slot, piece);
      if (!turns.wait(piece)) return;
      if (!work.commit(slot, piece)) return;
      turns.pass();
    }
    stops.done();
  });
}

}  // namespace bestfit::stream
