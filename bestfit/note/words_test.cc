#include "bestfit/note/words.h"

#include <gtest/gtest.h>

namespace bestfit::note {
namespace {

using Texts = std::vector<std::string>;

TEST(Words, MasksWhatReachesPersons) {
  EXPECT_EQ(masked("Write to ada.berg+crm@acme.co.uk, please."), "Write to [e-mail], please.");
  EXPECT_EQ(masked("Call +49 (0)30 123-4567 now"), "Call [phone] now");
  EXPECT_EQ(masked("Tel. 030/1234567."), "Tel. [phone].");
  EXPECT_EQ(masked("see https://acme.com/a?b=c, or www.acme.com)"), "see [link], or [link])");
  EXPECT_EQ(masked("mail:dov@firm.example"), "mail:[e-mail]");
}

TEST(Words, LeavesOtherNumbersAndSigns) {
  for (const char* text :
       {"On 2026-11-21 they met.", "1,250,000 EUR a year", "from 50 to 200 staff",
        "3.5 % @ 12 sites", "Straße 5, 10115 Berlin", "www is the web"}) {
    EXPECT_EQ(masked(text), text);
  }
}

TEST(Words, FoldsAndBreaksAtClauses) {
  EXPECT_EQ(words_of("Last-minute CHANGES, by phone."),
            (Texts{"last", "minute", "changes", "", "by", "phone", ""}));
  EXPECT_EQ(words_of("don’t – Über-Stunden"), (Texts{"dont", "über", "stunden"}));
  EXPECT_EQ(words_of("ask [e-mail] again"), (Texts{"ask", "", "again"}));
  EXPECT_EQ(words_of(""), Texts{});
}

TEST(Words, KnowsStopWords) {
  EXPECT_TRUE(is_stop_word("the"));
  EXPECT_TRUE(is_stop_word("2026"));
  EXPECT_TRUE(is_stop_word("qx"));
  EXPECT_FALSE(is_stop_word("überstunden"));
  EXPECT_FALSE(is_stop_word("overtime"));
}

TEST(Words, CutsSentences) {
  EXPECT_EQ(sentences_of("Too slow. Cost 3.5 k? \n Yes! "),
            (Texts{"Too slow.", "Cost 3.5 k?", "Yes!"}));
}

}  // namespace
}  // namespace bestfit::note
