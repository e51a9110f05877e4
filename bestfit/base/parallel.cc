#include "bestfit/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

#include "bestfit/base/error.h"

namespace bestfit::base {

int processor_count() { return std::max(1, static_cast<int>(std::thread::hardware_concurrency())); }

void parallel_for(int threads, std::size_t tasks, const std::function<void(std::size_t)>& task) {
  check(threads >= 1, "parallel_for: threads >= 1");
  std::vector<std::exception_ptr> failures(tasks);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  const auto work = [&] {
    for (std::size_t i = next++; i < tasks && !stop; i = next++) {
      try {
        task(i);
      } catch (...) {  // carried to the caller's thread, not swallowed
        failures[i] = std::current_exception();
        stop = true;
      }
    }
  };
  const std::size_t helpers =
      std::min(static_cast<std::size_t>(threads), std::max<std::size_t>(tasks, 1)) - 1;
  {
    std::vector<std::jthread> team;
    team.reserve(helpers);
    for (std::size_t i = 0; i < helpers; ++i) team.emplace_back(work);
    work();
  }
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace bestfit::base
