#include "check/command.h"

#include <string_view>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax::check {
namespace {
/// $'\033[m': bytes that a terminal would obey or not show, by their numbers. bash, zsh, ksh and POSIX of 2024 read it.
std::string escaped(const std::string& word) {
  std::string quoted = "$'";
  for (const char c : word) {
    if (c == '\'' || c == '\\') quoted += '\\';
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = !is_control(c) && byte < 0x80;
    quoted += is_plain ? std::string(1, c) : formatted("\\{:03o}", byte);
  }
  return quoted + "'";
}
}  // namespace

std::string shell_word(const std::string& word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  if (printable(word) != word) return escaped(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

Dims dims_listed(const std::vector<std::size_t>& dims) {
  return {.all = false, .list = std::vector<long>(dims.begin(), dims.end())};
}

std::string dims_option(const Dims& dims) { return dims.all ? "all" : formatted("{}", fmt::join(dims.list, ",")); }

std::string Command::text(const Request& other, std::optional<Dtype> other_dtype) const {
  std::string text = "softmax";
  const auto add = [&text](const std::string& word) { text += ' ' + word; };
  if (other.operation == Operation::log_softmax) add("--log");
  add("--dim " + dims_option(other.dims));
  if (other.mode == Mode::naive) add("--mode naive");
  if (!other.scale.is_one()) {
    add(formatted("{} {}", other.scale.is_temperature ? "--temperature" : "--theta", other.scale.value));
  }
  if (other_dtype) add(formatted("--dtype {}", name(*other_dtype)));
  for (const std::string& word : reading) add(shell_word(word));
  if (input.size() > 1 && input.starts_with('-')) add("--");
  if (!input.empty()) add(shell_word(input));
  return text;
}
}  // namespace softmax::check
