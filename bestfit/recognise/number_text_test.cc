#include "bestfit/recognise/number_text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "bestfit/recognise/missing_text.h"

namespace bestfit::recognise {
namespace {

TEST(ReadNumber, WhatADoubleHasNoRoomForIsNone) {
  EXPECT_EQ(read_number(std::string(308, '9'), false), 1e308);
  EXPECT_FALSE(read_number(std::string(400, '9'), false));
  EXPECT_FALSE(read_number("1e400", false));
  EXPECT_FALSE(read_number("1e-400", false));
  EXPECT_EQ(read_number("-2.5 bn", false), -2.5e9);
}

TEST(NaIsLabel, AmongCodesOfTwoCapitals) {
  using Texts = std::vector<std::string>;
  EXPECT_TRUE(na_is_label(Texts{"DE", " NO ", "n/a"}));
  EXPECT_TRUE(na_is_label(Texts{"Software", "na"}));
  EXPECT_FALSE(na_is_label(Texts{"DE", "Norway"}));
  EXPECT_FALSE(na_is_label(Texts{"de"}));
  EXPECT_FALSE(na_is_label(Texts{"n/a"}));
  EXPECT_FALSE(na_is_label(Texts{}));
}

}  // namespace
}  // namespace bestfit::recognise
