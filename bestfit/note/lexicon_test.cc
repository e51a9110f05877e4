#include "bestfit/note/lexicon.h"

#include <gtest/gtest.h>

#include "bestfit/base/error.h"
#include "bestfit/base/file.h"
#include "bestfit/note/corpus.h"

namespace bestfit::note {
namespace {

TEST(Lexicon, ReadsThemesAndSaysWhereItIsWrong) {
  const Lexicon lexicon = parse_lexicon(
      "format = 1\n[[theme]]\nname = \"Shifts\"\nkind = \"pain point\"\n"
      "terms = [\"Last-Minute chang*\", \"SHIFT\"]\n",
      "lexicon.toml");
  ASSERT_EQ(lexicon.themes.size(), 1U);
  EXPECT_EQ(lexicon.themes[0].kind, ThemeKind::pain_point);
  EXPECT_EQ(lexicon.themes[0].terms, (std::vector<std::string>{"last minute chang*", "shift"}));
  const auto message = [](const char* text) {
    try {
      parse_lexicon(text, "lexicon.toml");
    } catch (const Error& error) {
      return std::string(error.what());
    }
    return std::string("nothing was thrown");
  };
  EXPECT_NE(
      message("[[theme]]\nname = \"a\"\nkind = \"pain\"\nterms = [\"b\"]").find("lexicon.toml:3"),
      std::string::npos);
  EXPECT_NE(message("[[theme]]\nname = \"a\"\nkind = \"other\"\nterms = [\"...\"]").find("no word"),
            std::string::npos);
  const std::string one = "[[theme]]\nname = \"a\"\nkind = \"other\"\nterms = [\"b\"]\n";
  EXPECT_NE(message((one + one).c_str()).find("two themes"), std::string::npos);
}

TEST(Lexicon, BuiltInIsTheOneOfTheDocuments) {
  const std::string path = std::string(BESTFIT_SOURCE_DIR) + "/docs/formats/lexicon.toml";
  EXPECT_EQ(base::read_file(path), built_in_lexicon_text());
  EXPECT_GE(built_in_lexicon().themes.size(), 10U);
}

TEST(Lexicon, FindsWordsPrefixesAndPhrasesWithinClauses) {
  const Lexicon lexicon = parse_lexicon(
      "[[theme]]\nname = \"a\"\nkind = \"other\"\nterms = [\"integrat*\", \"by hand\"]\n", "text");
  const std::vector<Note> notes = {{.text = "An integration is missing"},
                                   {.text = "all by hand"},
                                   {.text = "passing by, hand in hand"},
                                   {.text = "disintegrated"}};
  const auto hits = themes_of(corpus_of(notes), lexicon);
  EXPECT_EQ(hits[0], (std::vector<Hit>{{0, 0}}));
  EXPECT_EQ(hits[1], (std::vector<Hit>{{0, 1}}));
  EXPECT_TRUE(hits[2].empty());
  EXPECT_TRUE(hits[3].empty());
}

}  // namespace
}  // namespace bestfit::note
