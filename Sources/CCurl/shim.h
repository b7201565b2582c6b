#include <curl/curl.h>
#include <string.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift does not import.
typedef size_t (*levee_curl_sink)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode levee_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode levee_curl_set_string(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode levee_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode levee_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode levee_curl_set_sink(CURL *handle, CURLoption option, levee_curl_sink value) {
  return curl_easy_setopt(handle, option, value);
}
static inline long levee_curl_response_code(CURL *handle) {
  long code = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
  return code;
}

// Seconds that the server asks for with Retry-After, which may say them as a date; 0 when it does not say.
static inline curl_off_t levee_curl_retry_after(CURL *handle) {
  curl_off_t seconds = 0;
  curl_easy_getinfo(handle, CURLINFO_RETRY_AFTER, &seconds);
  return seconds;
}

// When the server's own certificate ends, as the TLS library prints it; NULL where nobody asked for CERTINFO.
static inline const char *levee_curl_certificate_end(CURL *handle) {
  struct curl_certinfo *info = NULL;
  if (curl_easy_getinfo(handle, CURLINFO_CERTINFO, &info) != CURLE_OK || info == NULL || info->num_of_certs < 1) return NULL;
  for (struct curl_slist *line = info->certinfo[0]; line != NULL; line = line->next)
    if (strncmp(line->data, "Expire date:", 12) == 0) return line->data + 12;
  return NULL;
}

// The socket that libcurl wants; -1 (CURL_SOCKET_BAD) refuses the address.
typedef curl_socket_t (*levee_curl_opener)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode levee_curl_set_opener(CURL *handle, levee_curl_opener value) {
  return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}
