#include <microhttpd.h>

// MHD_start_daemon is variadic, which Swift does not import; MHD_get_daemon_info too.
// A thread for each connection: an answer may wait for the database, and no other waits for it.
static inline struct MHD_Daemon *levee_http_start(
    const struct sockaddr *address, unsigned int connections, MHD_AccessHandlerCallback handler,
    MHD_RequestCompletedCallback completed, void *context) {
  unsigned int flags = MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL;
  if (address->sa_family == AF_INET6) flags |= MHD_USE_IPv6;
  return MHD_start_daemon(
      flags, 0, NULL, NULL, handler, context, MHD_OPTION_SOCK_ADDR, address, MHD_OPTION_NOTIFY_COMPLETED, completed,
      context, MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_THREAD_STACK_SIZE, (size_t)(256 << 10),
      MHD_OPTION_CONNECTION_TIMEOUT, 10u, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384, MHD_OPTION_END);
}
static inline int levee_http_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info == NULL ? 0 : info->port;
}
