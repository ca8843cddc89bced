/// How names of files end that are no names of hosts, defanged or not: none of these is a top-level domain.
enum FileExtensions {
  /// Whether a label in lower case is one of them.
  static func contain(_ label: String) -> Bool { all.contains(label) }

  /// Whether a name in lower case ends in one of them.
  static func end(_ name: String) -> Bool {
    name.lastIndex(of: ".").map { all.contains(String(name[name.index(after: $0)...])) } ?? false
  }

  private static let all: Set<String> = [
    "7z", "apk", "asp", "aspx", "bak", "bat", "bin", "bmp", "cfg", "chm", "class", "cmd", "conf", "cpl", "cpp", "cs",
    "csv", "dat", "db", "deb", "dex", "dll", "dmg", "doc", "docm", "docx", "dotm", "dylib", "elf", "eml", "exe",
    "gif", "gz", "hta", "htm", "html", "ini", "ipa", "iso", "jar", "jpeg", "jpg", "js", "jse", "json", "jsp", "key",
    "lnk", "lock", "log", "lua", "msg", "msi", "ocx", "odt", "pdb", "pdf", "php", "plist", "png", "ppt", "pptm",
    "pptx", "ps1", "psd1", "psm1", "rar", "reg", "rpm", "rtf", "scr", "sct", "swf", "sys", "tar", "tgz", "tmp", "ttf",
    "txt", "vb", "vbe", "vbs", "vhd", "wsf", "xlam", "xls", "xlsb", "xlsm", "xlsx", "xml", "yar", "yml",
  ]
}
