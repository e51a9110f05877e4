#include "bestfit/cli/run.h"

int main(int argc, char** argv) { return bestfit::cli::run(argc, argv); }
