#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "bestfit/connect/options.h"

namespace bestfit::connect {

/// How much of a file is looked through when it is opened.
enum class Look {
  whole,      // all bytes: the encoding is known for certain
  beginning,  // the first MB: whoever reads on looks at the rest himself
};

/// The bytes of an input file, or of standard input (which is kept in an unnamed temporary file),
/// given as UTF-8 text. Of a Parquet file only the beginning and the end are looked at.
class Source {
 public:
  ///   path      a file, or "-" for standard input
  ///   encoding  a name that iconv knows, such as "windows-1252"; none: found out
  ///   throws    Error(missing), Error(denied), Error(bad_input: empty, a folder, or no text file)
  Source(const std::string& path, const std::optional<std::string>& encoding, Digest digest,
         Look look = Look::whole);
  ~Source();
  Source(Source&&) noexcept;
  Source& operator=(Source&&) noexcept;

  /// The path, or "standard input".
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] bool is_parquet() const;
  /// "UTF-8", "UTF-8 with BOM", "UTF-16 LE", "Windows-1252".
  [[nodiscard]] const std::string& encoding() const;
  /// How many letters of UTF-8 there are in a text that was taken for another encoding; 0 when the
  /// encoding was given.
  [[nodiscard]] std::size_t foreign_letters() const;
  /// A NUL byte stands in the text.
  [[nodiscard]] bool has_nul() const;
  /// Read as UTF-8 though a few bytes are not.
  [[nodiscard]] bool has_broken_utf8() const;
  /// The text was read to its end, which is in the middle of a character: the byte FF stands there.
  [[nodiscard]] bool is_cut_off() const;
  /// Hexadecimal SHA-256 of the bytes, once; empty when not asked for. It is computed meanwhile.
  [[nodiscard]] std::string sha256();
  /// Share of the bytes that were read, in [0, 1].
  [[nodiscard]] double share_read() const;
  [[nodiscard]] std::uint64_t size() const;
  /// Bytes that were read, from the first of the file.
  [[nodiscard]] std::uint64_t bytes_read() const;
  /// Reads the file's own bytes from `offset` on until `bytes` is full; from any thread.
  ///   throws  Error(bad_input) when the file has become shorter
  void read_at(std::uint64_t offset, std::span<char> bytes) const;
  /// A path by which another library can open the same bytes, as long as this object lives.
  [[nodiscard]] std::string other_path() const;

  /// Adds up to `bytes` bytes (a little more after conversion) of text, without a BOM, to `out`.
  ///   returns  false at the end of the text
  bool read(std::string& out, std::size_t bytes);
  /// Goes back to the start of the text.
  void rewind();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bestfit::connect
