import CCurl
import Dispatch
import Glibc

/// One HTTP or HTTPS request with libcurl: TLS verified, time and size limited. A GET follows up to five redirects, to the
/// web only; a POST follows none, since what it carries was signed for one receiver.
public struct Request: Sendable {
  public let url: String
  /// `name: value`, each.
  private let headers: [String]
  /// What is posted; nil for a GET.
  private let posted: [UInt8]?
  /// Bytes of the answer at most.
  public let limit: Int
  /// Seconds until the request is given up.
  public let timeout: Int
  /// Whether addresses of the own machine and network may be asked.
  private let reachesPrivate: Bool
  private let seesCertificate: Bool
  /// Whether it goes over https alone, redirects included.
  private let isSecure: Bool

  /// What the server answered.
  public struct Response: Sendable {
    /// Of the last answer, after redirects; 304 when nothing has changed since the `etag` that was sent.
    public let status: Int
    /// Decompressed, and no longer than the request's limit.
    public let body: [UInt8]
    /// What the next request sends, so that the server may say "not modified"; "" where it gave none.
    public let etag: String
    public let lastModified: String
    /// The encoding that the server names; nil when it does not.
    public let charset: String?
    /// Seconds after which the server wants to be asked again, a day at most; nil when it does not say.
    public let retryAfter: Double?
    /// When the server's certificate ends, as the TLS library prints it; "" where that was not asked, or there is none.
    public let certificateEnd: String
    /// How many requests the server says are left; nil when it does not say.
    public let remaining: Int?
  }

  /// Why there is no answer, or none of use; the text is mostly libcurl's.
  public struct Fault: Error, Sendable, CustomStringConvertible {
    public let description: String
    public init(description: String) { self.description = description }
  }

  /// A GET.
  /// - Parameters:
  ///   - etag: of the answer before, so that the server may say "not modified"; so is `lastModified`.
  ///   - reachesPrivate: whether addresses of the own machine and network may be asked; redirects are held to it, too.
  ///   - seesCertificate: whether the answer says when the server's certificate ends.
  ///   - isSecure: whether it goes over https alone, redirects included.
  public init(
    _ url: String, etag: String = "", lastModified: String = "", limit: Int = 16 << 20, timeout: Int = 30,
    reachesPrivate: Bool = true, seesCertificate: Bool = false, isSecure: Bool = false
  ) {
    self.isSecure = isSecure
    self.reachesPrivate = reachesPrivate
    self.seesCertificate = seesCertificate
    self.url = url
    self.limit = limit
    self.timeout = timeout
    posted = nil
    headers =
      (etag.isEmpty ? [] : [Self.header("If-None-Match", etag)])
      + (lastModified.isEmpty ? [] : [Self.header("If-Modified-Since", lastModified)])
  }

  /// A POST of some bytes.
  public init(
    posting body: [UInt8], to url: String, headers: [(name: String, value: String)], timeout: Int,
    isSecure: Bool = false
  ) {
    self.isSecure = isSecure
    self.url = url
    self.timeout = timeout
    reachesPrivate = true
    seesCertificate = false
    limit = 1 << 20
    posted = body
    self.headers = headers.map { Self.header($0.name, $0.value) }
  }

  /// Sends the request, on a thread that may block: a server that hangs holds up nobody else's work.
  /// - Throws: `Fault`.
  public func send() async throws(Fault) -> Response {
    let outcome: Result<Response, Fault> = await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        do throws(Fault) {
          continuation.resume(returning: .success(try perform()))
        } catch {
          continuation.resume(returning: .failure(error))
        }
      }
    }
    return try outcome.get()
  }

  private func perform() throws(Fault) -> Response {
    guard let handle = curl_easy_init() else { throw Fault(description: "libcurl does not start") }
    defer { curl_easy_cleanup(handle) }
    let body = Sink(limit: limit)
    let answered = Sink(limit: 1 << 16)
    var list: UnsafeMutablePointer<curl_slist>?
    defer { curl_slist_free_all(list) }
    for header in self.headers { list = curl_slist_append(list, header) }
    _ = levee_curl_set_string(handle, CURLOPT_URL, url)
    let protocols = isSecure ? "https" : "http,https"
    _ = levee_curl_set_string(handle, CURLOPT_PROTOCOLS_STR, protocols)
    _ = levee_curl_set_string(handle, CURLOPT_REDIR_PROTOCOLS_STR, protocols)
    _ = levee_curl_set_string(handle, CURLOPT_USERAGENT, "levee/0.6")
    _ = levee_curl_set_string(handle, CURLOPT_ACCEPT_ENCODING, "")
    _ = levee_curl_set_long(handle, CURLOPT_FOLLOWLOCATION, posted == nil ? 1 : 0)
    _ = levee_curl_set_long(handle, CURLOPT_MAXREDIRS, 5)
    _ = levee_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, min(10, timeout))
    _ = levee_curl_set_long(handle, CURLOPT_TIMEOUT, timeout)
    _ = levee_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
    if seesCertificate { _ = levee_curl_set_long(handle, CURLOPT_CERTINFO, 1) }
    _ = levee_curl_set_list(handle, CURLOPT_HTTPHEADER, list)
    let take: levee_curl_sink = { bytes, size, count, context in
      guard let bytes, let context else { return 0 }
      let sink = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
      return sink.take(UnsafeRawBufferPointer(start: bytes, count: size * count))
    }
    _ = levee_curl_set_sink(handle, CURLOPT_WRITEFUNCTION, take)
    _ = levee_curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(body).toOpaque())
    _ = levee_curl_set_sink(handle, CURLOPT_HEADERFUNCTION, take)
    _ = levee_curl_set_pointer(handle, CURLOPT_HEADERDATA, Unmanaged.passUnretained(answered).toOpaque())
    let refused = Refusal()
    if !reachesPrivate {
      _ = levee_curl_set_opener(handle, PrivateAddress.open)
      _ = levee_curl_set_pointer(handle, CURLOPT_OPENSOCKETDATA, Unmanaged.passUnretained(refused).toOpaque())
    }
    let outcome = Self.withBytes(posted) {
      if let bytes = $0 {
        _ = levee_curl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
        _ = levee_curl_set_long(handle, CURLOPT_POSTFIELDSIZE, bytes.count)
      }
      return withExtendedLifetime((body, answered, refused)) { curl_easy_perform(handle) }
    }
    if refused.isSaid {
      throw Fault(description: "the address is of the own machine or network, which this source may not ask")
    }
    if body.isFull { throw Fault(description: "the answer is larger than \(limit) bytes") }
    guard outcome == CURLE_OK else { throw Fault(description: String(cString: curl_easy_strerror(outcome))) }
    return Response(
      status: levee_curl_response_code(handle), body: body.bytes, etag: answered.value(of: "etag"),
      lastModified: answered.value(of: "last-modified"),
      charset: Self.charset(answered.value(of: "content-type")), retryAfter: Self.pause(levee_curl_retry_after(handle)),
      certificateEnd: levee_curl_certificate_end(handle).map { String(cString: $0) } ?? "",
      remaining: ["x-ratelimit-remaining", "ratelimit-remaining", "x-rate-limit-remaining"].lazy
        .compactMap { Int(answered.value(of: $0)) }.first { (0...1_000_000_000).contains($0) })
  }

  private static func pause(_ seconds: Int) -> Double? { seconds > 0 ? Double(min(seconds, 86400)) : nil }

  /// Lends the bytes for as long as `body` runs: libcurl does not copy them.
  private static func withBytes<Value>(
    _ bytes: [UInt8]?, _ body: (UnsafeBufferPointer<UInt8>?) -> Value
  ) -> Value {
    guard let bytes else { return body(nil) }
    return bytes.withUnsafeBufferPointer { body($0) }
  }

  /// The charset of a content type.
  private static func charset(_ type: String) -> String? {
    for part in type.split(separator: ";").dropFirst() {
      let sides = part.split(separator: "=", maxSplits: 1)
      guard sides.count == 2, sides[0].filter({ $0 != " " }).lowercased() == "charset" else { continue }
      return String(sides[1].filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" })
    }
    return nil
  }

  /// A header's value cannot begin another header.
  private static func header(_ name: String, _ value: String) -> String {
    name + ": " + String(value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
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
