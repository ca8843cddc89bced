/// One of the files that everything derived is kept in: `views-<n>.db`, to which `views.db` is a link.
public enum ViewsFile {
  /// Marks the file as views of ours: "IOCV" in ASCII.
  public static let applicationID: Int64 = 0x494F_4356

  /// The name of the file of a number.
  public static func name(_ number: Int) -> String { "views-\(number).db" }

  /// The number of a file by its name, or that of one of its companions; nil for other names.
  public static func number(ofFile name: String) -> Int? {
    guard name.hasPrefix("views-") else { return nil }
    let rest = name.dropFirst("views-".count)
    let digits = rest.prefix { ("0"..."9").contains($0) }
    guard !digits.isEmpty, digits.count <= 12, digits.first != "0", let number = Int(digits),
      companions.contains(String(rest.dropFirst(digits.count)))
    else { return nil }
    return number
  }

  /// How the file's name and those beside it go on after the number.
  public static let companions = [".db", ".db-wal", ".db-shm", ".db-journal"]

  /// Whether a path leads to views of the folder that it is in, and of no other: to a file of one of our names, which
  /// nothing else is called too, or to a copy that stands there itself, with nothing but files beside it.
  public static func isOwn(_ path: String) -> Bool {
    var file = path
    if let destination = Files.destination(ofLink: path) {
      guard number(ofFile: destination) != nil, destination.hasSuffix(".db") else { return false }
      file = "\(Files.folder(of: path))/\(destination)"
    }
    guard Files.isRegular(file), Files.hasOneName(file) else { return false }
    return companions.dropFirst().allSatisfy { companion in
      let beside = file.dropLast(".db".count) + companion
      return !Files.isTaken(String(beside)) || Files.isRegular(String(beside))
    }
  }

  /// Whether a file says that views of ours are in it, also where the rest is damaged.
  public static func isMarked(_ path: String) -> Bool {
    guard Files.isRegular(path), let head = try? Files.beginning(of: path, count: 72), head.count == 72 else {
      return false
    }
    return head[68..<72].reduce(Int64(0)) { $0 << 8 | Int64($1) } == applicationID
  }
}
