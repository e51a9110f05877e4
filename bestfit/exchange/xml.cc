#include "bestfit/exchange/xml.h"

#include <fmt/format.h>

namespace bestfit::exchange {
namespace {

std::string escaped_xml(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    const auto code = static_cast<unsigned char>(letter);
    switch (letter) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\t':
      case '\n':
      case '\r': out += fmt::format("&#{};", static_cast<int>(code)); break;
      default:
        if (code < 0x20) {
          out += "\xEF\xBF\xBD";
        } else {
          out += letter;
        }
    }
  }
  return out;
}

}  // namespace

Element& Element::set(const std::string& attribute, std::string_view value) {
  attributes_ += fmt::format(" {}=\"{}\"", attribute, escaped_xml(value));
  return *this;
}

Element& Element::set(const std::string& attribute, int value) {
  return set(attribute, std::to_string(value));
}

Element& Element::add(Element child) {
  children_.push_back(std::move(child));
  return *this;
}

Element& Element::text(std::string_view words) {
  text_ += escaped_xml(words);
  return *this;
}

std::string Element::xml(int level) const {
  const std::string indent(static_cast<std::size_t>(level) * 2, ' ');
  const std::string start = indent + "<" + name_ + attributes_;
  if (children_.empty() && text_.empty()) return start + "/>\n";
  if (children_.empty()) return start + ">" + text_ + "</" + name_ + ">\n";
  std::string out = start + ">\n";
  for (const Element& child : children_) out += child.xml(level + 1);
  return out + indent + "</" + name_ + ">\n";
}

}  // namespace bestfit::exchange
