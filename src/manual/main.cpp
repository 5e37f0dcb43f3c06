// Writes the files that are installed with the program: the manual page and the completions of three shells.
//
//     softmax_manual docs/softmax.1.in DIRECTORY

#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>

#include "manual/manual.h"

namespace {
std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("can't read " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text << std::flush;
  if (!file) throw std::runtime_error("can't write " + path.string());
}
}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: softmax_manual FRAME DIRECTORY\n", stderr);
    return 2;
  }
  try {
    const std::filesystem::path directory = argv[2];
    write(directory / "softmax.1", softmax::manual::page(text_of(argv[1])));
    write(directory / "softmax.bash", softmax::manual::bash_completion());
    write(directory / "_softmax", softmax::manual::zsh_completion());
    write(directory / "softmax.fish", softmax::manual::fish_completion());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "softmax_manual: %s\n", error.what());
    return 2;
  }
  return 0;
}
