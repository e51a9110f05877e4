#include "bestfit/connect/rejections.h"

#include <utility>

#include "bestfit/connect/csv_text.h"

namespace bestfit::connect {

void Rejections::add(std::size_t line, std::string reason, std::string_view text) {
  ++count_;
  if (!path_.empty()) {
    std::string out;
    if (!file_) {
      file_ = std::make_unique<base::AtomicFile>(path_);
      out = "line,reason,text\n";
    }
    out += std::to_string(line) + ',';
    append_cell(reason, ',', out);
    out += ',';
    append_cell(text, ',', out);
    out += '\n';
    file_->write(out);
  }
  if (first_.size() < kKept) first_.push_back({.line = line, .reason = std::move(reason)});
}

void Rejections::finish() {
  if (file_) file_->commit();
  file_.reset();
}

}  // namespace bestfit::connect
