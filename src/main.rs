//! The program: calls [`iomkb::cli::main`] and ends with its exit code.
//! Nothing else belongs here: the library is the program, so that tests and
//! other programs can use all of it.

use std::process::ExitCode;

fn main() -> ExitCode {
    iomkb::cli::main()
}
