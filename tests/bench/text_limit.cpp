// What one thread needs at the least to read the numbers of a text and print them again, by the fastest libraries at
// hand: the limit of softmax on text, which computes something in between.
//
//   text_limit FILE.json|FILE.csv    every number of FILE, one a line
//   text_limit --name                the libraries

#include "bench/text_limit.h"

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fmt/compile.h>
#include <fmt/format.h>

namespace softmax::bench {

std::vector<double> scanned_numbers(const std::string& path) {
  std::string text(std::filesystem::file_size(path), '\0');
  std::ifstream(path, std::ios::binary).read(text.data(), static_cast<std::streamsize>(text.size()));
  std::vector<double> numbers;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data(); at < end;) {
    double number = 0;
    const auto [after, error] = std::from_chars(at, end, number);
    if (error == std::errc()) numbers.push_back(number);
    at = error == std::errc() ? after : at + 1;
    while (at < end && *at != '-' && (*at < '0' || *at > '9')) ++at;
  }
  return numbers;
}

namespace {

void print(const std::vector<double>& numbers) {
  constexpr std::size_t longest = 32;
  std::vector<char> buffer(std::size_t{1} << 18);
  char* at = buffer.data();
  const auto drain = [&] {
    std::fwrite(buffer.data(), 1, static_cast<std::size_t>(at - buffer.data()), stdout);
    at = buffer.data();
  };
  for (const double number : numbers) {
    if (static_cast<std::size_t>(at - buffer.data()) + longest > buffer.size()) drain();
    at = fmt::format_to(at, FMT_COMPILE("{}\n"), number);
  }
  drain();
}

}  // namespace
}  // namespace softmax::bench

int main(int argc, char** argv) {
  using namespace softmax::bench;
  const std::string argument = argc == 2 ? argv[1] : "";
  if (argument == "--name") {
    fmt::print("{}\n", text_limit_libraries);
    return 0;
  }
  try {
    print(argument.ends_with(".json") ? json_numbers(argument) : scanned_numbers(argument));
  } catch (const std::exception& error) {
    fmt::print(stderr, "text_limit: {}\n", error.what());
    return 2;
  }
  return std::fflush(stdout) == 0 ? 0 : 2;
}
