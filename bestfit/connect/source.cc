#include "bestfit/connect/source.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <iconv.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <future>
#include <string_view>
#include <utility>

#include "bestfit/base/digest.h"
#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/base/text.h"
#include "bestfit/connect/utf8.h"

namespace bestfit::connect {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;
constexpr std::size_t kHead = 65536;
constexpr std::string_view kParquetMagic = "PAR1";
constexpr char kNoUtf8 = '\xFF';  // stands in no UTF-8 text: its line is rejected
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ > 2) ::close(number_);
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

/// Turns text of any encoding into UTF-8, piece by piece.
class Converter {
 public:
  explicit Converter(const std::string& from) : handle_(::iconv_open("UTF-8", from.c_str())) {
    if (reinterpret_cast<std::intptr_t>(handle_) == -1) {
      throw Error(Fault::usage,
                  fmt::format("no encoding '{}' here; try utf-8, utf-16le, windows-1252", from));
    }
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() { ::iconv_close(handle_); }

  /// Converts `bytes` and what was left over before. Broken bytes become U+FFFD.
  void convert(std::string_view bytes, std::string& out) {
    rest_.append(bytes);
    char* in = rest_.data();
    std::size_t left = rest_.size();
    std::array<char, 16384> buffer;
    while (left > 0) {
      char* to = buffer.data();
      std::size_t room = buffer.size();
      const std::size_t failed = ::iconv(handle_, &in, &left, &to, &room);
      const int error_number = errno;
      out.append(buffer.data(), buffer.size() - room);
      if (failed != static_cast<std::size_t>(-1) || error_number == E2BIG) continue;
      if (error_number == EINVAL) break;  // the rest of a character is still to come
      out += kReplacement;
      ++in;
      --left;
    }
    rest_.erase(0, rest_.size() - left);
  }

  /// Whether a character has begun that will not end; it is forgotten.
  bool drop_character() { return !std::exchange(rest_, {}).empty(); }

 private:
  iconv_t handle_;
  std::string rest_;
};

std::size_t read_some(int descriptor, char* to, std::size_t bytes, const std::string& name) {
  for (;;) {
    const ssize_t got = ::read(descriptor, to, bytes);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) base::throw_file_error(name, "read", errno);
  }
}

int unnamed_temporary_file() {
  const char* folder = std::getenv("TMPDIR");
  std::string path = fmt::format("{}/bestfit.XXXXXX", folder != nullptr ? folder : "/tmp");
  const int descriptor = ::mkostemp(path.data(), O_CLOEXEC);
  if (descriptor < 0) base::throw_file_error(path, "write", errno);
  ::unlink(path.c_str());
  return descriptor;
}

void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(descriptor, bytes.data(), bytes.size());
    if (put < 0 && errno != EINTR) base::throw_file_error("temporary file", "write", errno);
    if (put > 0) bytes.remove_prefix(static_cast<std::size_t>(put));
  }
}

/// Pipes cannot be read twice: their bytes are kept aside.
std::unique_ptr<Descriptor> open_input(const std::string& path, const std::string& name) {
  auto input = std::make_unique<Descriptor>(
      path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (input->number() < 0) base::throw_file_error(path, "read", errno);
  struct stat found = {};
  if (::fstat(input->number(), &found) != 0) base::throw_file_error(name, "read", errno);
  if (S_ISDIR(found.st_mode)) {
    throw Error(Fault::bad_input, fmt::format("'{}' is a folder, not a file", name));
  }
  if (path != "-" && S_ISREG(found.st_mode)) return input;
  auto kept = std::make_unique<Descriptor>(unnamed_temporary_file());
  std::string block(kBlock, '\0');
  for (;;) {
    const std::size_t got = read_some(input->number(), block.data(), block.size(), name);
    if (got == 0) break;
    write_all(kept->number(), std::string_view(block).substr(0, got));
  }
  return kept;
}

/// What all bytes of a file say about it.
struct Survey {
  std::string head;
  std::string tail;  // the last bytes
  std::uint64_t bytes = 0;
  std::uint64_t nuls = 0;
  Utf8Count utf8;
};

/// The last bytes of a file and its size, where only the beginning was looked through.
void look_at_end(int descriptor, const std::string& name, Survey& out) {
  const off_t end = ::lseek(descriptor, 0, SEEK_END);
  out.bytes = static_cast<std::uint64_t>(end);
  ::lseek(descriptor, std::max<off_t>(0, end - 4), SEEK_SET);
  out.tail.resize(4);
  out.tail.resize(read_some(descriptor, out.tail.data(), 4, name));
}

Survey survey(int descriptor, const std::string& name, Look look) {
  Survey out;
  std::string block;
  std::string piece(kBlock, '\0');
  std::size_t carried = 0;
  for (;;) {
    const std::size_t got = read_some(descriptor, piece.data(), piece.size(), name);
    if (got == 0) break;
    const std::string_view fresh = std::string_view(piece).substr(0, got);
    if (out.head.size() < kHead) out.head.append(fresh.substr(0, kHead - out.head.size()));
    out.tail.append(fresh.substr(got < 4 ? 0 : got - 4));
    if (out.tail.size() > 4) out.tail.erase(0, out.tail.size() - 4);
    out.bytes += got;
    if (out.head.substr(0, 4) == kParquetMagic) {
      look_at_end(descriptor, name, out);
      return out;
    }
    out.nuls += static_cast<std::uint64_t>(std::count(fresh.begin(), fresh.end(), '\0'));
    block.erase(0, carried);
    block.append(fresh);
    carried = count_utf8(block, out.utf8);
    if (look == Look::beginning) {
      look_at_end(descriptor, name, out);
      return out;
    }
  }
  out.utf8.broken += block.size() - carried;
  return out;
}

/// The digest of a file's bytes; reads beside whoever else reads the file.
std::string digest_of(int descriptor, const std::string& name) {
  base::Sha256 sha;
  std::string block(kBlock, '\0');
  off_t at = 0;
  for (;;) {
    const ssize_t got = ::pread(descriptor, block.data(), block.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) base::throw_file_error(name, "read", errno);
    if (got == 0) return sha.hex();
    sha.add(std::string_view(block).substr(0, static_cast<std::size_t>(got)));
    at += got;
  }
}

/// "UTF-16 LE" or "UTF-16 BE" when most of every second byte is NUL, as in Latin text; else empty.
std::string utf16_by_nuls(std::string_view head) {
  const std::size_t pairs = head.size() / 2;
  if (pairs < 2) return {};
  std::size_t first = 0;
  std::size_t second = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    if (head[2 * i] == '\0') ++first;
    if (head[2 * i + 1] == '\0') ++second;
  }
  if (second * 10 >= pairs * 6 && first * 20 <= pairs) return "UTF-16 LE";
  if (first * 10 >= pairs * 6 && second * 20 <= pairs) return "UTF-16 BE";
  return {};
}

void refuse_known_binaries(std::string_view head, const std::string& name) {
  struct Magic {
    std::string_view bytes;
    std::string_view words;
  };
  static constexpr std::array<Magic, 8> kMagic = {{
      {"PK\x03\x04", "an Excel workbook or a zip file: save the sheet as CSV, or unpack it"},
      {"\xD0\xCF\x11\xE0", "an old Excel workbook: save the sheet as CSV"},
      {"\x1F\x8B", "compressed with gzip: unpack it first"},
      {"\x28\xB5\x2F\xFD", "compressed with zstd: unpack it first"},
      {"%PDF", "a PDF document"},
      {"\x89PNG", "a picture"},
      {"SQLite format 3", "an SQLite database: export the table as CSV"},
      {"\x7F"
       "ELF",
       "a program"},
  }};
  const auto* found = std::find_if(kMagic.begin(), kMagic.end(), [&](const Magic& magic) {
    return head.substr(0, magic.bytes.size()) == magic.bytes;
  });
  if (found == kMagic.end()) return;
  throw Error(Fault::bad_input, fmt::format("'{}' is no text file but {}", name, found->words));
}

bool looks_binary(std::string_view head) {
  std::size_t control = 0;
  std::size_t nuls = 0;
  for (const char letter : head) {
    const auto byte = static_cast<unsigned char>(letter);
    if (byte == 0) ++nuls;
    if (byte != 0 && byte < 32 && (byte < 9 || byte > 13) && byte != 27) ++control;
  }
  return (control >= 10 && control * 50 > head.size()) || (nuls >= 64 && nuls * 10 > head.size());
}

std::string find_encoding(const Survey& seen, const std::string& name) {
  const std::string_view head = seen.head;
  if (head.substr(0, 3) == "\xEF\xBB\xBF") return "UTF-8 with BOM";
  if (head.substr(0, 2) == "\xFF\xFE") return "UTF-16 LE with BOM";
  if (head.substr(0, 2) == "\xFE\xFF") return "UTF-16 BE with BOM";
  std::string utf16 = utf16_by_nuls(head);
  if (!utf16.empty()) return utf16;
  refuse_known_binaries(head, name);
  if (looks_binary(head)) {
    throw Error(Fault::bad_input,
                fmt::format("'{}' is no text file: bytes that no text has; give CSV, JSON lines or "
                            "Parquet",
                            name));
  }
  // A stray byte in much good UTF-8 spoils its line, not the file.
  if (seen.utf8.broken == 0 || seen.utf8.sequences >= 10 * seen.utf8.broken) return "UTF-8";
  return "Windows-1252";
}

/// The name that iconv knows; empty for UTF-8, which is taken as it is.
std::string iconv_name(const std::string& encoding) {
  const std::string folded = base::fold(encoding);
  if (folded.rfind("utf-8", 0) == 0 || folded == "utf8" || folded == "ascii") return {};
  if (folded.rfind("utf-16 le", 0) == 0) return "UTF-16LE";
  if (folded.rfind("utf-16 be", 0) == 0) return "UTF-16BE";
  if (folded == "windows-1252" || folded == "latin1") return "WINDOWS-1252";
  return encoding;
}

std::size_t bom_size(std::string_view head) {
  if (head.substr(0, 3) == "\xEF\xBB\xBF") return 3;
  return head.substr(0, 2) == "\xFF\xFE" || head.substr(0, 2) == "\xFE\xFF" ? 2 : 0;
}

}  // namespace

struct Source::State {
  std::string name;
  std::string encoding;
  std::string from;      // for iconv; empty: UTF-8
  bool guessed = false;  // the encoding
  std::unique_ptr<Descriptor> file;
  std::unique_ptr<Converter> converter;
  Survey seen;
  bool parquet = false;
  std::uint64_t bytes_read = 0;
  bool cut_off = false;
  std::future<std::string> digest;  // the last member: it ends before the file is closed
};

Source::Source(const std::string& path, const std::optional<std::string>& encoding, Digest digest,
               Look look)
    : state_(std::make_unique<State>()) {
  state_->name = path == "-" ? "standard input" : path;
  state_->file = open_input(path, state_->name);
  ::lseek(state_->file->number(), 0, SEEK_SET);
  state_->seen = survey(state_->file->number(), state_->name, look);
  if (state_->seen.bytes == 0) {
    throw Error(Fault::bad_input,
                fmt::format("'{}' is empty: a header line and rows are needed", state_->name));
  }
  if (digest == Digest::sha256) {
    state_->digest =
        std::async(std::launch::async, digest_of, state_->file->number(), state_->name);
  }
  state_->parquet =
      state_->seen.head.substr(0, 4) == kParquetMagic && state_->seen.tail == kParquetMagic;
  if (state_->parquet) return;
  if (state_->seen.head.substr(0, 4) == kParquetMagic) {
    throw Error(Fault::bad_input,
                fmt::format("'{}' is a Parquet file that was cut off", state_->name));
  }
  state_->guessed = !encoding;
  state_->encoding = encoding ? *encoding : find_encoding(state_->seen, state_->name);
  state_->from = iconv_name(state_->encoding);
  rewind();
}

Source::~Source() = default;
Source::Source(Source&&) noexcept = default;
Source& Source::operator=(Source&&) noexcept = default;

const std::string& Source::name() const { return state_->name; }
bool Source::is_parquet() const { return state_->parquet; }
const std::string& Source::encoding() const { return state_->encoding; }
std::size_t Source::foreign_letters() const {
  return state_->guessed && state_->encoding == "Windows-1252" ? state_->seen.utf8.sequences : 0;
}
bool Source::has_nul() const { return state_->seen.nuls > 0; }
bool Source::has_broken_utf8() const {
  return state_->cut_off || (state_->from.empty() && state_->seen.utf8.broken > 0);
}
bool Source::is_cut_off() const { return state_->cut_off; }
std::string Source::sha256() { return state_->digest.valid() ? state_->digest.get() : ""; }

double Source::share_read() const {
  return static_cast<double>(state_->bytes_read) / static_cast<double>(state_->seen.bytes);
}

std::uint64_t Source::size() const { return state_->seen.bytes; }
std::uint64_t Source::bytes_read() const { return state_->bytes_read; }

void Source::read_at(std::uint64_t offset, std::span<char> bytes) const {
  while (!bytes.empty()) {
    const ssize_t got =
        ::pread(state_->file->number(), bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) base::throw_file_error(state_->name, "read", errno);
    if (got == 0) {
      throw Error(Fault::bad_input,
                  fmt::format("'{}' became shorter while it was read", state_->name));
    }
    offset += static_cast<std::uint64_t>(got);
    bytes = bytes.subspan(static_cast<std::size_t>(got));
  }
}

std::string Source::other_path() const {
  return fmt::format("/proc/self/fd/{}", state_->file->number());
}

void Source::rewind() {
  const std::size_t skipped = bom_size(state_->seen.head);
  ::lseek(state_->file->number(), static_cast<off_t>(skipped), SEEK_SET);
  state_->bytes_read = skipped;
  state_->converter = state_->from.empty() ? nullptr : std::make_unique<Converter>(state_->from);
}

bool Source::read(std::string& out, std::size_t bytes) {
  const std::size_t before = out.size();
  std::string piece;
  std::string& target = state_->converter ? piece : out;
  const std::size_t start = target.size();
  target.resize(start + bytes);
  std::size_t got = 0;
  while (got < bytes) {
    const std::size_t more =
        read_some(state_->file->number(), target.data() + start + got, bytes - got, state_->name);
    if (more == 0) break;
    got += more;
  }
  target.resize(start + got);
  state_->bytes_read += got;
  if (state_->converter) state_->converter->convert(piece, out);
  if (got == 0 && state_->converter && state_->converter->drop_character()) {
    state_->cut_off = true;
    out += kNoUtf8;
  }
  return got > 0 || out.size() > before;
}

}  // namespace bestfit::connect
