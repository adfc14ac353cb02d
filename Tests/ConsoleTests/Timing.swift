import Testing

/// Tests that measure time or processor time, or that need threads of Swift's pool. `scripts/test` runs them by themselves,
/// without other tests at the same time: `swift test --no-parallel --filter Timing/`.
@Suite(.tags(.timing)) enum Timing {}

extension Tag {
    @Tag static var timing: Self
}
