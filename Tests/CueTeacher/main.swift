import Analysis
import FoundationEssentials
import Glibc

// See scripts/teach-cues.

func fail(_ message: String) -> Never {
  let line = Array((message + "\n").utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(64)
}

let lexicon = "Sources/Analysis/Lexicon"
guard let (read, digest) = try? CueSentences.ofFolder("\(lexicon)/sentences") else {
  fail("\(lexicon)/sentences cannot be read; run it in the folder of the project")
}
guard read.unread.isEmpty else {
  fail("\(read.unread.count) lines have no label, the first is line \(read.unread[0]) of its file")
}
let sentences = read.sentences
print("\(sentences.count) sentences, of which \(sentences.count { !$0.cues.isEmpty }) tell something")

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case nil:
  let model = CueModel(learning: sentences, from: digest)
  let bytes = model.bytes
  guard (try? Data(bytes).write(to: URL(filePath: "\(lexicon)/cues.weights"))) != nil else {
    fail("\(lexicon)/cues.weights cannot be written")
  }
  print("\(lexicon)/cues.weights: \(bytes.count) bytes")
case "--check": CrossValidation(sentences).report()
case "--try":
  let model = CueModel(learning: sentences)
  for path in arguments.dropFirst() { Trial(path: path, model).report() }
case let other?: fail("\(other): --check, --try FILE or nothing")
}
