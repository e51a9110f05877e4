#pragma once

#include <cstddef>
#include <functional>

namespace bestfit::base {

/// Processors that this process may use, at least 1.
int processor_count();

/// Runs task(i) for each i in [0, tasks) on up to `threads` threads. Which thread runs which task
/// is not fixed, so a task writes only what belongs to its i: results are then the same on any
/// number of threads. The first exception (of the lowest i) is thrown again when all have stopped.
///   threads  at least 1; 1 runs in the calling thread
void parallel_for(int threads, std::size_t tasks, const std::function<void(std::size_t)>& task);

}  // namespace bestfit::base
