#include <cstddef>
#include <string_view>

#include <CLI/CLI.hpp>

#include "cli/option_table.h"
#include "cli/options.h"
#include "compute/kernels.h"
#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax::cli {
namespace {
constexpr std::string_view examples =
    "  printf '[[1,2,3],[1,2,1000]]' | softmax --dim 1\n"
    "  softmax --log --dim 0 logits.npy -o log_probabilities.npy";

/// The instruction set that the kernels use. Highway has its own name for AVX-512.
std::string_view instruction_set() {
  const std::string_view name = compute::kernels<double>().name;
  if (name == "AVX3") return "AVX-512";
  return name == "SCALAR" ? "scalar" : name;
}
}  // namespace

std::string help(CLI::App& app) {
  constexpr std::size_t widest_line = 80;
  constexpr std::size_t names_width = 28;
  app.description(wrapped(
      "softmax: reads a tensor, applies softmax or log-softmax along a dim, and reports the sums and what overflowed",
      widest_line));
  app.get_option("INPUT")->description(wrapped(input_text, widest_line - names_width));
  for (const Option& option : option_table()) {
    app.get_option(std::string(option.text.long_name))
        ->description(wrapped(help_line(option), widest_line - names_width));
  }
  app.footer(
      formatted("Exit status: 0 done, 1 a check that was asked for says no, 2 wrong usage,\n"
                "unreadable input or failed output. man softmax says more.\n\n"
                "Examples:\n{}",
                examples));
  app.get_formatter()->column_width(names_width);
  return app.help();
}

std::string version_text() {
  const std::string of_commit = std::string_view(commit).empty() ? "" : formatted("commit: {}\n", commit);
  return formatted("softmax {}\n{}instruction set: {}\n", version, of_commit, instruction_set());
}

std::string usage() {
  return formatted("usage: softmax [OPTIONS] [INPUT]\n{}\nsoftmax --help lists the options\n", examples);
}
}  // namespace softmax::cli
