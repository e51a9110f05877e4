#include "bestfit/connect/sha256.h"

#include <gtest/gtest.h>

namespace bestfit::connect {
namespace {

std::string digest(std::string_view text) {
  Sha256 sha;
  sha.add(text);
  return sha.hex();
}

// Oracle: FIPS 180-4 examples, csrc.nist.gov.
TEST(Sha256, MatchesTheStandardsExamples) {
  EXPECT_EQ(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(digest(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digest("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(digest(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, IsTheSameInPieces) {
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string text(size, 'x');
    Sha256 sha;
    for (std::size_t at = 0; at < size; at += 7) sha.add(std::string_view(text).substr(at, 7));
    EXPECT_EQ(sha.hex(), digest(text));
  }
}

}  // namespace
}  // namespace bestfit::connect
