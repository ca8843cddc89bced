#include <curl/curl.h>
#include <dlfcn.h>

/* The functions of libcurl, found when they are needed and not when the program starts: libcurl brings some thirty other
   libraries with it, which would cost every command that asks nobody about ten milliseconds. */
#define CCURL_FUNCTIONS(each) \
  each(global_init) each(slist_append) each(slist_free_all) \
  each(easy_init) each(easy_setopt) each(easy_getinfo) each(easy_cleanup) \
  each(multi_init) each(multi_add_handle) each(multi_remove_handle) each(multi_perform) \
  each(multi_info_read) each(multi_poll) each(multi_wakeup) each(multi_cleanup)

typedef struct {
#define CCURL_MEMBER(name) __typeof__(curl_##name) *_Nonnull name;
  CCURL_FUNCTIONS(CCURL_MEMBER)
#undef CCURL_MEMBER
} ccurl;

/* Looks the functions up in a library; gives the name of one that is missing, or null. */
static inline const char *_Nullable ccurl_find(ccurl *_Nonnull curl, void *_Nonnull library) {
#define CCURL_FIND(name) \
  if (!(curl->name = (__typeof__(curl_##name) *)dlsym(library, "curl_" #name))) return "curl_" #name;
  CCURL_FUNCTIONS(CCURL_FIND)
#undef CCURL_FIND
  return 0;
}

/* curl_easy_setopt and curl_easy_getinfo take their last argument without a type, which Swift cannot pass. */
#define CCURL_SET(suffix, type) \
  static inline CURLcode ccurl_set_##suffix(const ccurl *_Nonnull curl, CURL *_Nonnull handle, CURLoption option, type) { \
    return curl->easy_setopt(handle, option, value); \
  }
CCURL_SET(number, long value)
CCURL_SET(size, curl_off_t value)
CCURL_SET(text, const char *_Nonnull value)
CCURL_SET(data, void *_Nullable value)
CCURL_SET(list, struct curl_slist *_Nullable value)
CCURL_SET(receiver, curl_write_callback _Nonnull value)
CCURL_SET(progress, curl_xferinfo_callback _Nonnull value)
#undef CCURL_SET

static inline long ccurl_number(const ccurl *_Nonnull curl, CURL *_Nonnull handle, CURLINFO info) {
  long value = 0;
  curl->easy_getinfo(handle, info, &value);
  return value;
}
static inline curl_off_t ccurl_time(const ccurl *_Nonnull curl, CURL *_Nonnull handle, CURLINFO info) {
  curl_off_t value = 0;
  curl->easy_getinfo(handle, info, &value);
  return value;
}

/* Nothing but http and https, whatever a server or a setting says. */
static inline CURLcode ccurl_allow_web_only(const ccurl *_Nonnull curl, CURL *_Nonnull handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
  CURLcode code = curl->easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  if (code != CURLE_UNKNOWN_OPTION) return code;
#endif
  return curl->easy_setopt(handle, (CURLoption)(CURLOPTTYPE_LONG + 181), 3L /* http 1 and https 2 */);
}

/* A transfer that is given up while a name is being looked up does not wait for the answer, where libcurl knows how. */
static inline void ccurl_leave_quickly(const ccurl *_Nonnull curl, CURL *_Nonnull handle) {
  (void)curl->easy_setopt(handle, (CURLoption)(CURLOPTTYPE_LONG + 322) /* CURLOPT_QUICK_EXIT of 7.87 */, 1L);
}
