import CFuzzer
import Fuzzing
import Glibc

/// One fuzzer for all targets: `fuzz TARGET [OPTION OF LIBFUZZER...] [CORPUS...]`.
///
/// libFuzzer reports any trap as a crash, and writes the input that caused it to a file.
@main
struct Fuzz {
    /// Set once, before libFuzzer runs; its callback cannot capture.
    nonisolated(unsafe) private static var target = FuzzTarget.messages
    private static let variable = "TERMINUS_FUZZ_TARGET"

    static func main() {
        var count = CommandLine.argc
        var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
        if let target = CommandLine.arguments.dropFirst().first.flatMap(FuzzTarget.init) {
            // libFuzzer sees its own arguments only: the program's name takes the place of the target's. It finds the
            // target in the environment when it starts this program itself, to merge.
            setenv(variable, target.rawValue, 1)
            arguments?[1] = arguments?[0]
            arguments = arguments.map { $0 + 1 }
            count -= 1
        }
        guard let name = getenv(variable), let target = FuzzTarget(rawValue: String(cString: name)) else {
            let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
            fatalError("the first argument is one of: \(names)")
        }
        Self.target = target
        let code = LLVMFuzzerRunDriver(&count, &arguments) { data, size in
            let bytes = Array(UnsafeBufferPointer(start: data, count: size))
            do {
                try Fuzz.target.run(bytes)
            } catch {
                fatalError("\(error)")
            }
            return 0
        }
        guard code == 0 else { fatalError("libFuzzer ended with \(code)") }
    }
}
