import CCurl

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// A transfer under way: libcurl's handle with what has come in so far.
///
/// Only the thread of its session touches it, and libcurl calls back on that thread alone.
final class RunningTransfer {
  let handle: UnsafeMutableRawPointer
  private let curl: UnsafePointer<ccurl>
  private let headerList: UnsafeMutablePointer<curl_slist>?
  private let errorText: UnsafeMutablePointer<CChar>
  private let bodyLimit: Int
  private var head: AnswerHead
  private var body: [UInt8] = []
  /// The bound that the answer broke, for which it was given up.
  private var breach: CurlError?

  init(_ transfer: Transfer, _ library: CurlLibrary) throws(CurlError) {
    let curl = library.functions
    guard let handle = curl.pointee.easy_init() else {
      throw CurlError(.unavailable, "there is no memory for a transfer")
    }
    self.handle = handle
    self.curl = curl
    bodyLimit = transfer.bodyLimit
    head = AnswerHead(byteLimit: transfer.headLimit, lineLimit: transfer.headLineLimit)
    headerList = transfer.headers.reduce(nil) { list, header in
      // A name with a colon and nothing behind it would take a header away; a semicolon sends it without a value.
      let line = header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
      return curl.pointee.slist_append(list, line) ?? list
    }
    errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try configure(transfer)
  }

  deinit {
    curl.pointee.easy_cleanup(handle)
    curl.pointee.slist_free_all(headerList)
    errorText.deallocate()
  }

  // MARK: What is wanted

  private func configure(_ transfer: Transfer) throws(CurlError) {
    var codes = [ccurl_allow_web_only(curl, handle)]
    func set(_ option: CURLoption, _ number: Int) { codes.append(ccurl_set_number(curl, handle, option, number)) }
    func set(_ option: CURLoption, _ text: String) { codes.append(ccurl_set_text(curl, handle, option, text)) }
    func set(_ option: CURLoption, data: UnsafeMutableRawPointer?) {
      codes.append(ccurl_set_data(curl, handle, option, data))
    }
    set(CURLOPT_URL, transfer.url)
    // What stands in the path is sent as it is, also where it looks like "..".
    set(CURLOPT_PATH_AS_IS, 1)
    set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_ACCEPT_ENCODING, "gzip, deflate")
    codes.append(ccurl_set_list(curl, handle, CURLOPT_HTTPHEADER, headerList))
    // An empty text keeps libcurl from looking into the environment by itself.
    set(CURLOPT_PROXY, transfer.proxy ?? "")
    set(CURLOPT_NOPROXY, transfer.proxyExceptions)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    if let file = transfer.certificateFile { set(CURLOPT_CAINFO, file) }
    if let folder = transfer.certificateFolder { set(CURLOPT_CAPATH, folder) }
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_CONNECTTIMEOUT_MS, transfer.connectLimit.wholeMilliseconds)
    set(CURLOPT_TIMEOUT_MS, transfer.limit.wholeMilliseconds)
    codes.append(ccurl_set_size(curl, handle, CURLOPT_MAXFILESIZE_LARGE, curl_off_t(transfer.bodyLimit)))
    ccurl_leave_quickly(curl, handle)

    let me = Unmanaged.passUnretained(self).toOpaque()
    set(CURLOPT_ERRORBUFFER, data: errorText)
    set(CURLOPT_HEADERDATA, data: me)
    codes.append(
      ccurl_set_receiver(curl, handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, me in
        RunningTransfer.of(me)?.takeHead(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
      })
    set(CURLOPT_WRITEDATA, data: me)
    codes.append(
      ccurl_set_receiver(curl, handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, me in
        RunningTransfer.of(me)?.takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
      })
    set(CURLOPT_NOPROGRESS, 0)
    set(CURLOPT_XFERINFODATA, data: me)
    codes.append(
      ccurl_set_progress(curl, handle, CURLOPT_XFERINFOFUNCTION) { me, _, received, _, _ in
        RunningTransfer.of(me)?.takeNotice(ofReceived: received) ?? 1
      })
    guard codes.allSatisfy({ $0 == CURLE_OK }) else {
      throw CurlError(.unavailable, "the installed libcurl refuses a setting of the transfer")
    }
  }

  /// The transfer whose address was given to libcurl.
  private static func of(_ pointer: UnsafeMutableRawPointer?) -> RunningTransfer? {
    pointer.map { Unmanaged<RunningTransfer>.fromOpaque($0).takeUnretainedValue() }
  }

  // MARK: What comes in

  /// Gives how many bytes were taken; fewer than came end the transfer.
  private func takeHead(_ line: UnsafeRawBufferPointer) -> Int {
    do {
      try head.take(line)
      return line.count
    } catch {
      breach = error
      return line.isEmpty ? 1 : 0
    }
  }

  private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
    guard body.count + bytes.count <= bodyLimit else {
      breach = CurlError(.bodyTooLarge)
      return bytes.isEmpty ? 1 : 0
    }
    body.append(contentsOf: bytes)
    return bytes.count
  }

  /// Gives 0 to go on; what was received is counted as it was sent, so that what is endless but decompresses to nothing
  /// ends too.
  private func takeNotice(ofReceived bytes: curl_off_t) -> Int32 {
    guard bytes > bodyLimit else { return 0 }
    breach = breach ?? CurlError(.bodyTooLarge)
    return 1
  }

  // MARK: What became of it

  /// The answer, once libcurl says that the transfer is over.
  func outcome(_ code: CURLcode) -> Result<TransferAnswer, CurlError> {
    if let breach { return .failure(breach) }
    guard code == CURLE_OK else { return .failure(error(code)) }
    // A connection that ends in the middle of the head is no error to libcurl.
    guard head.isComplete else { return .failure(CurlError(.broken, "the head ends too early")) }
    let status = ccurl_number(curl, handle, CURLINFO_RESPONSE_CODE)
    return .success(TransferAnswer(status: status, headers: head.headers, body: body))
  }

  private func error(_ code: CURLcode) -> CurlError {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: CurlError(.nameNotFound)
    case CURLE_COULDNT_RESOLVE_PROXY: CurlError(.proxyFailed, "its name could not be found")
    case CURLE_PROXY: CurlError(.proxyFailed, words)
    case CURLE_COULDNT_CONNECT: CurlError(.notConnected, systemWords)
    case CURLE_OPERATION_TIMEDOUT: CurlError(isConnected ? .timedOut : .connectTimedOut)
    case CURLE_SSL_CACERT_BADFILE: CurlError(.certificatesUnreadable)
    case CURLE_PEER_FAILED_VERIFICATION: CurlError(.certificateNotTrusted, words)
    case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
      CurlError(.noTLS, words)
    case CURLE_RECV_ERROR where tunnelStatus >= 300: CurlError(.tunnelRefused(status: tunnelStatus))
    // What is wrong with a chunk, and a head of more than 300 KiB, come under this code too, without an error of the
    // system's.
    case CURLE_RECV_ERROR where systemError == 0 && words.contains("chunked"): CurlError(.malformed, words)
    case CURLE_RECV_ERROR where systemError == 0 && words.contains("headers"): CurlError(.headTooLarge)
    case CURLE_GOT_NOTHING, CURLE_PARTIAL_FILE, CURLE_SEND_ERROR, CURLE_RECV_ERROR: CurlError(.broken, systemWords)
    case CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR: CurlError(.wronglyCompressed, words)
    case CURLE_FILESIZE_EXCEEDED: CurlError(.bodyTooLarge)
    // One line of a head of more than 100 KiB; 100 is CURLE_TOO_LARGE, which 8.6 brought for it.
    case CURLE_OUT_OF_MEMORY where isConnected && !head.isComplete: CurlError(.headTooLarge)
    case CURLcode(rawValue: 100): CurlError(.headTooLarge)
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY: CurlError(.malformed, words)
    default: CurlError(isConnected ? .malformed : .notConnected, words)
    }
  }

  /// What libcurl says.
  private var words: String { String(cString: errorText) }

  private var systemError: Int32 { Int32(clamping: ccurl_number(curl, handle, CURLINFO_OS_ERRNO)) }

  /// What the system says, where it says something.
  private var systemWords: String { systemError == 0 ? "" : String(cString: strerror(systemError)) }

  /// Whether the request was about to be sent.
  private var isConnected: Bool { ccurl_time(curl, handle, CURLINFO_PRETRANSFER_TIME_T) > 0 }

  private var tunnelStatus: Int { ccurl_number(curl, handle, CURLINFO_HTTP_CONNECTCODE) }
}

extension Duration {
  /// Whole milliseconds, at least one, because zero means "without limit" to libcurl.
  fileprivate var wholeMilliseconds: Int {
    let milliseconds = components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    return Int(min(max(milliseconds, 1), Int64(Int32.max)))
  }
}
