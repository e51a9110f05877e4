#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bestfit::exchange {

/// An XML element in the making; texts are escaped, characters that XML 1.0 has not become U+FFFD.
class Element {
 public:
  explicit Element(std::string name) : name_(std::move(name)) {}

  Element& set(const std::string& attribute, std::string_view value);
  Element& set(const std::string& attribute, int value);
  Element& add(Element child);
  Element& text(std::string_view words);

  /// With two spaces before each line of a level.
  [[nodiscard]] std::string xml(int level = 0) const;

 private:
  std::string name_;
  std::string attributes_;
  std::string text_;
  std::vector<Element> children_;
};

}  // namespace bestfit::exchange
