import CCurl

/// One HTTP or HTTPS GET with libcurl: TLS verified, redirects limited to five and to the web, time and size limited.
public struct Request: Sendable {
  public let url: String
  /// Of the answer before, so that a server may say "not modified".
  public let etag: String
  public let lastModified: String
  /// Bytes of the answer at most.
  public let limit: Int

  /// What the server answered.
  public struct Response: Sendable {
    public let status: Int
    public let body: [UInt8]
    public let etag: String
    public let lastModified: String
  }

  /// Why there is no answer; the text is libcurl's.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    public let description: String
  }

  public init(_ url: String, etag: String = "", lastModified: String = "", limit: Int = 16 << 20) {
    self.url = url
    self.etag = etag
    self.lastModified = lastModified
    self.limit = limit
  }

  /// Sends the request. Blocks its thread, for thirty seconds at most.
  /// - Throws: `Fault`.
  public func send() throws(Fault) -> Response {
    guard let handle = curl_easy_init() else { throw Fault(description: "libcurl does not start") }
    defer { curl_easy_cleanup(handle) }
    let body = Sink(limit: limit)
    let headers = Sink(limit: 1 << 16)
    var list: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(list) }
    if !etag.isEmpty { list = curl_slist_append(list, "If-None-Match: " + Self.header(etag)) }
    if !lastModified.isEmpty { list = curl_slist_append(list, "If-Modified-Since: " + Self.header(lastModified)) }
    _ = levee_curl_set_string(handle, CURLOPT_URL, url)
    _ = levee_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    _ = levee_curl_set_string(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https")
    _ = levee_curl_set_string(handle, CURLOPT_USERAGENT, "levee/0.1")
    _ = levee_curl_set_string(handle, CURLOPT_ACCEPT_ENCODING, "")
    _ = levee_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, 1)
    _ = levee_curl_set_long(handle, CURLOPT_MAXREDIRS, 5)
    _ = levee_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, 10)
    _ = levee_curl_set_long(handle, CURLOPT_TIMEOUT, 30)
    _ = levee_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    _ = levee_curl_set_list(handle, CURLOPT_HTTPHEADER, list)
    let take: levee_curl_sink = { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
      return sink.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    _ = levee_curl_set_sink(handle, CURLOPT_WRITEFUNCTION, take)
    _ = levee_curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
    _ = levee_curl_set_sink(handle, CURLOPT_HEADERFUNCTION, take)
    _ = levee_curl_set_pointer(handle, CURLOPT_HEADERDATA, Unmanaged.passUnretained(headers).toOpaque())
    let outcome = withExtendedLifetime((body, headers)) { curl_easy_perform(handle) }
    if body.isFull { throw Fault(description: "the answer is larger than \(limit) bytes") }
    guard outcome == CURLE_OK else { throw Fault(description: String(cString: curl_easy_strerror(outcome))) }
    return Response(
      status: levee_curl_response_code(handle), body: body.bytes, etag: headers.value(of: "etag"),
      lastModified: headers.value(of: "last-modified"))
  }

  /// A header's value cannot begin another header.
  private static func header(_ value: String) -> String {
    String(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
  }
}

/// Collects bytes up to a limit.
private final class Sink {
  private(set) var bytes: [UInt8] = []
  private(set) var isFull = false
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// - Returns: how many bytes were taken; fewer than given ends the transfer.
  func take(_ more: UnsafeRawBufferPointer) -> Int {
    guard bytes.count + more.count <= limit else {
      isFull = true
      return 0
    }
    bytes.append(contentsOf: more)
    return more.count
  }

  /// The last value of a header, over all answers of a chain of redirects.
  func value(of name: String) -> String {
    for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).reversed() {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2, parts[0].lowercased() == name {
        return String(parts[1].drop { $0 == " " })
      }
    }
    return ""
  }
}
