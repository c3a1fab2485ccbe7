//! The program: calls [`iomkb::cli::main`] and ends with its exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    iomkb::cli::main()
}
