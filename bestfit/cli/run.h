#pragma once

namespace bestfit::cli {

/// The whole program: parses the command line, runs the command, says what went wrong.
///   returns  the exit status
int run(int argc, char** argv);

}  // namespace bestfit::cli
