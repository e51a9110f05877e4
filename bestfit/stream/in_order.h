#pragma once

#include <cstddef>
#include <functional>

namespace bestfit::stream {

/// Work that is cut into pieces: prepared on many threads, committed one after another in order.
struct OrderedWork {
  std::size_t pieces = 0;
  /// Prepares a piece in a slot's memory, which belongs to one piece at a time.
  std::function<void(std::size_t slot, std::size_t piece)> prepare;
  /// Takes what the slot holds, after all earlier pieces. False: no more pieces are wanted.
  std::function<bool(std::size_t slot, std::size_t piece)> commit;
};

/// How many slots run_in_order uses on so many threads: bounded, so that their memory is.
std::size_t slots_of(int threads);

/// Does the work. The first exception is thrown again when all threads have stopped.
void run_in_order(int threads, const OrderedWork& work);

}  // namespace bestfit::stream
