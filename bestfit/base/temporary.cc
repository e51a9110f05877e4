#include "bestfit/base/temporary.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace bestfit::base {
namespace {

constexpr std::size_t kSlots = 128;
constexpr std::size_t kPathBytes = 1024;

/// What a signal handler may read: no heap, no lock. A slot is taken, its path written, and only
/// then is it live.
struct Slot {
  std::atomic<bool> taken = false;
  std::atomic<bool> live = false;
  std::array<char, kPathBytes> path = {};
};
static_assert(std::atomic<bool>::is_always_lock_free);

// The one variable of the program that is global: a handler is given nothing but the signal.
constinit std::array<Slot, kSlots> slots;

int take_slot(const std::string& path) {
  if (path.size() >= kPathBytes) return -1;
  for (std::size_t i = 0; i < kSlots; ++i) {
    if (slots[i].taken.exchange(true)) continue;
    std::memcpy(slots[i].path.data(), path.c_str(), path.size() + 1);
    slots[i].live.store(true);
    return static_cast<int>(i);
  }
  return -1;
}

void leave_slot(int slot) {
  if (slot < 0) return;
  Slot& left = slots.at(static_cast<std::size_t>(slot));
  left.live.store(false);
  left.taken.store(false);
}

/// Only async-signal-safe calls. The handler is reset by now (SA_RESETHAND): the signal that is
/// raised again ends the program when this function returns.
void remove_temporaries_and_end(int signal_number) {
  for (const Slot& slot : slots) {
    if (slot.live.load()) ::unlink(slot.path.data());
  }
  constexpr int kFoldersDeep = 3;
  for (int depth = 0; depth < kFoldersDeep; ++depth) {
    for (const Slot& slot : slots) {
      if (slot.live.load()) ::rmdir(slot.path.data());
    }
  }
  ::raise(signal_number);
}

}  // namespace

Temporary::Temporary(std::string path) : path_(std::move(path)), slot_(take_slot(path_)) {}

Temporary::Temporary(Temporary&& other) noexcept
    : path_(std::exchange(other.path_, {})), slot_(std::exchange(other.slot_, -1)) {}

Temporary& Temporary::operator=(Temporary&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(slot_, other.slot_);
  return *this;
}

Temporary::~Temporary() {
  if (path_.empty()) return;
  if (::unlink(path_.c_str()) != 0) ::rmdir(path_.c_str());
  leave_slot(slot_);
}

std::string folder_of_temporaries() {
  const char* chosen = std::getenv("TMPDIR");
  return chosen != nullptr && *chosen != '\0' ? chosen : "/tmp";
}

void remove_temporaries_on_signals() {
  struct sigaction action = {};
  action.sa_handler = remove_temporaries_and_end;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  for (const int signal_number : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) {
    struct sigaction before = {};
    ::sigaction(signal_number, nullptr, &before);
    if (before.sa_handler != SIG_IGN) ::sigaction(signal_number, &action, nullptr);
  }
}

}  // namespace bestfit::base
