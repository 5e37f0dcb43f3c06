#include "cli/run.h"

int main(int argc, char** argv) { return softmax::cli::run(argc, argv); }
