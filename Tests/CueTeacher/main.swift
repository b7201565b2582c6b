import Analysis
import CueTeaching
import FoundationEssentials
import Glibc

// See scripts/teach-cues.

func fail(_ message: String) -> Never {
  let line = Array((message + "\n").utf8)
  _ = write(STDERR_FILENO, line, line.count)
  exit(64)
}

let lexicon = "Sources/Analysis/Lexicon"
guard let folder = try? SentenceFolder(lexicon: lexicon) else {
  fail("\(lexicon)/sentences cannot be read; run it in the folder of the project")
}
if let first = folder.unread.first { fail("\(folder.unread.count) lines have no label, the first is \(first)") }
let sentences = folder.sentences
print("\(sentences.count) sentences, of which \(sentences.count { !$0.cues.isEmpty }) tell something")

let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case nil:
  let bytes = CueModel(learning: sentences, from: folder.source).bytes
  guard (try? Data(bytes).write(to: URL(filePath: "\(lexicon)/cues.weights"))) != nil else {
    fail("\(lexicon)/cues.weights cannot be written")
  }
  print("\(lexicon)/cues.weights: \(bytes.count) bytes")
case "--check" where arguments.count == 1: CrossValidation(sentences).report()
case "--try" where arguments.count > 1:
  let model = CueModel(learning: sentences)
  for path in arguments.dropFirst() { Trial(path: path, model).report() }
default: fail("\(arguments.joined(separator: " ")): --check, --try FILE.jsonl …, or nothing")
}
