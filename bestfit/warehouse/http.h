#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bestfit::warehouse {

struct Answer {
  long status = 0;
  std::string body;
};

struct Server {
  std::string where;                 // for messages
  std::string base;                  // "https://host:8443/"
  std::vector<std::string> headers;  // of every question
  bool direct = false;               // never by a proxy
  std::string unharmed;              // what a message of a lost connection says
};

/// Asks one server by HTTP or HTTPS.
class Http {
 public:
  explicit Http(const Server& server);
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;
  ~Http();

  /// Posts a body; `settings` become the address's query.
  ///   meanwhile  called about twice a second until the answer is there; may be empty
  ///   throws     Error(unavailable) when no answer comes
  Answer post(const std::vector<std::pair<std::string, std::string>>& settings,
              const std::string& body, const std::function<void()>& meanwhile = {});
  /// The same, whose answer's body is given as it comes where the status is 200.
  Answer stream(const std::vector<std::pair<std::string, std::string>>& settings,
                const std::string& body, const std::function<void(std::string_view)>& take);

 private:
  Answer fetch(const std::vector<std::pair<std::string, std::string>>& settings,
               const std::string& body, const std::function<void()>& meanwhile,
               const std::function<void(std::string_view)>& take);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace bestfit::warehouse
