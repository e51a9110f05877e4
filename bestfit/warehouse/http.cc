#include "bestfit/warehouse/http.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>

#include "bestfit/base/error.h"

namespace bestfit::warehouse {
namespace {

constexpr long kConnectSeconds = 10;
constexpr int kWaitMilliseconds = 500;

// Both handles are void to the compiler.
struct CloseEasy {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};
struct CloseMulti {
  void operator()(CURLM* handle) const { curl_multi_cleanup(handle); }
};
struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

std::size_t take(char* bytes, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(bytes, size * count);
  return size * count;
}

}  // namespace

struct Http::State {
  std::string where;
  std::string base;
  std::unique_ptr<curl_slist, FreeList> headers;
  bool direct = false;
  std::unique_ptr<CURL, CloseEasy> handle;  // kept, so that its connection is

  void prepare(const std::string& url, const std::string& body, Answer& answer, char* error) const {
    CURL* easy = handle.get();
    curl_easy_reset(easy);
    curl_easy_setopt(easy, CURLOPT_URL, url.c_str());
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body.c_str());
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
    curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);  // a long question is silent for hours
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &answer.body);
    if (direct) curl_easy_setopt(easy, CURLOPT_PROXY, "");
  }

  [[nodiscard]] std::string url_of(
      const std::vector<std::pair<std::string, std::string>>& settings) const {
    std::string url = base;
    char mark = '?';
    for (const auto& [name, value] : settings) {
      char* escaped = curl_easy_escape(handle.get(), value.c_str(), static_cast<int>(value.size()));
      check(escaped != nullptr, "Http: memory for an address");
      url += fmt::format("{}{}={}", mark, name, escaped);
      curl_free(escaped);
      mark = '&';
    }
    return url;
  }
};

Http::Http(const Server& server) : state_(std::make_unique<State>()) {
  state_->where = server.where;
  state_->base = server.base;
  state_->direct = server.direct;
  state_->handle.reset(curl_easy_init());
  check(state_->handle != nullptr, "Http: memory for a connection");
  std::vector<std::string> headers = server.headers;
  headers.emplace_back("Expect:");  // no question whether the body may come
  for (const std::string& header : headers) {
    curl_slist* longer = curl_slist_append(state_->headers.get(), header.c_str());
    check(longer != nullptr, "Http: memory for a header");
    if (state_->headers == nullptr) state_->headers.reset(longer);
  }
}

Http::~Http() = default;

Answer Http::post(const std::vector<std::pair<std::string, std::string>>& settings,
                  const std::string& body, const std::function<void()>& meanwhile) {
  Answer answer;
  std::array<char, CURL_ERROR_SIZE> error = {};
  CURL* easy = state_->handle.get();
  state_->prepare(state_->url_of(settings), body, answer, error.data());
  const std::unique_ptr<CURLM, CloseMulti> multi(curl_multi_init());
  check(multi != nullptr, "Http: memory for a connection");
  curl_multi_add_handle(multi.get(), easy);
  CURLcode code = CURLE_OK;
  for (int running = 1; running > 0;) {
    curl_multi_perform(multi.get(), &running);
    if (running == 0) break;
    int events = 0;
    curl_multi_poll(multi.get(), nullptr, 0, kWaitMilliseconds, &events);
    if (events == 0 && meanwhile) meanwhile();
  }
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi.get(), &left)) {
    if (message->msg == CURLMSG_DONE) code = message->data.result;
  }
  curl_multi_remove_handle(multi.get(), easy);
  if (code != CURLE_OK) {
    const std::string why = error[0] == '\0' ? curl_easy_strerror(code) : error.data();
    const bool reached = code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR ||
                         code == CURLE_SEND_ERROR || code == CURLE_PARTIAL_FILE;
    throw Error(Fault::unavailable,
                reached ? fmt::format("{}: the connection was lost ({}). No table is half written; "
                                      "run it again",
                                      state_->where, why)
                        : fmt::format("{}: {}", state_->where, why));
  }
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &answer.status);
  return answer;
}

}  // namespace bestfit::warehouse
