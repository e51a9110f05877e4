#include "bestfit/warehouse/http.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <exception>
#include <utility>

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

/// Where the bytes of an answer go.
struct Sink {
  CURL* handle = nullptr;
  Answer answer;
  std::function<void(std::string_view)> take;  // empty: into the answer
  std::exception_ptr failed;                   // what `take` threw
};

/// Called by C, which nothing may be thrown through.
std::size_t receive(char* bytes, std::size_t size, std::size_t count, void* context) {
  Sink& sink = *static_cast<Sink*>(context);
  long status = 0;
  curl_easy_getinfo(sink.handle, CURLINFO_RESPONSE_CODE, &status);
  try {
    if (sink.take && status == 200) {
      sink.take({bytes, size * count});
    } else {
      sink.answer.body.append(bytes, size * count);
    }
  } catch (const std::exception&) {
    sink.failed = std::current_exception();
    return 0;
  }
  return size * count;
}

}  // namespace

struct Http::State {
  std::string where;
  std::string base;
  std::unique_ptr<curl_slist, FreeList> headers;
  bool direct = false;
  std::string unharmed;
  std::unique_ptr<CURL, CloseEasy> handle;  // kept, so that its connection is

  void prepare(const std::string& url, const std::string& body, Sink& sink, char* error) const {
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
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, receive);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, &sink);
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
  state_->unharmed = server.unharmed;
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
  return fetch(settings, body, meanwhile, {});
}

Answer Http::stream(const std::vector<std::pair<std::string, std::string>>& settings,
                    const std::string& body, const std::function<void(std::string_view)>& take) {
  return fetch(settings, body, {}, take);
}

Answer Http::fetch(const std::vector<std::pair<std::string, std::string>>& settings,
                   const std::string& body, const std::function<void()>& meanwhile,
                   const std::function<void(std::string_view)>& take) {
  std::array<char, CURL_ERROR_SIZE> error = {};
  CURL* easy = state_->handle.get();
  Sink sink{.handle = easy, .answer = {}, .take = take, .failed = {}};
  state_->prepare(state_->url_of(settings), body, sink, error.data());
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
  if (sink.failed) std::rethrow_exception(sink.failed);
  if (code != CURLE_OK) {
    const std::string why = error[0] == '\0' ? curl_easy_strerror(code) : error.data();
    const bool reached = code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR ||
                         code == CURLE_SEND_ERROR || code == CURLE_PARTIAL_FILE;
    throw Error(Fault::unavailable,
                reached ? fmt::format("{}: the connection was lost ({}). {}; run it again",
                                      state_->where, why, state_->unharmed)
                        : fmt::format("{}: {}", state_->where, why));
  }
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &sink.answer.status);
  return std::move(sink.answer);
}

}  // namespace bestfit::warehouse
