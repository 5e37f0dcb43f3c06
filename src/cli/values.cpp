#include "cli/values.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"

namespace softmax::cli {
namespace {
/// The number of cores that this process may run on. To ask the scheduler is faster than to read about the machine.
unsigned cores() {
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) != 0) return 1;  // more than CPU_SETSIZE of them
  return static_cast<unsigned>(CPU_COUNT(&allowed));
}

/// Each thread reserves a stack and a heap before it does anything, and the tensor can't use that memory.
unsigned threads_in_memory() {
  constexpr rlim_t room_of_thread = rlim_t{128} << 20;
  rlimit limit{};
  if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return maximum_threads;
  return static_cast<unsigned>(std::clamp<rlim_t>(limit.rlim_cur / room_of_thread, 1, maximum_threads));
}

[[noreturn]] void refuse(std::string_view option, const std::string& value, std::string_view expected) {
  throw Error(formatted("{} {}: expected {}", option, value.empty() ? "''" : value, expected));
}

/// The whole text as a finite number; nothing when it is none.
template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(static_cast<double>(number)))
    return std::nullopt;
  return number;
}

/// The parts between commas; an empty text is one empty part.
std::vector<std::string_view> parts_of(std::string_view text) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

/// The whole numbers between commas; nothing when a part is none.
std::optional<std::vector<long>> whole_list(std::string_view text) {
  std::vector<long> numbers;
  for (const std::string_view part : parts_of(text)) {
    const std::optional<long> number = number_in<long>(part);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}
}  // namespace

unsigned threads_for(std::optional<unsigned> asked) { return std::min(asked ? *asked : cores(), threads_in_memory()); }

Dims parse_dims(const std::string& value) {
  if (value == "all") return {.all = true, .list = {}};
  const std::optional<std::vector<long>> dims = whole_list(value);
  if (!dims) refuse("--dim", value, "an integer, a list such as 0,2, or all");
  return {.all = false, .list = *dims};
}

std::vector<long> parse_shape(const std::string& value) {
  constexpr std::size_t maximum_rank = 32;
  const std::optional<std::vector<long>> shape = whole_list(value);
  if (!shape || *std::min_element(shape->begin(), shape->end()) < -1 ||
      std::count(shape->begin(), shape->end(), -1) > 1) {
    refuse("--shape", value, "sizes such as 3,2, of which one may be -1");
  }
  if (shape->size() > maximum_rank) refuse("--shape", value, "at most 32 sizes");
  return *shape;
}

std::vector<long> parse_index(const std::string& value) {
  if (value.empty()) return {};
  const std::optional<std::vector<long>> index = whole_list(value);
  if (!index) refuse("--explain", value, "one integer for each dim such as 0,0,-1");
  return *index;
}

Scale parse_temperature(const std::string& value) {
  const std::optional<double> number = number_in<double>(value);
  if (!number || *number <= 0) refuse("--temperature", value, "a finite number above 0");
  return {.is_temperature = true, .value = *number};
}

Scale parse_theta(const std::string& value) {
  const std::optional<double> number = number_in<double>(value);
  if (!number) refuse("--theta", value, "a finite number");
  return {.is_temperature = false, .value = *number};
}

double parse_tolerance(std::string_view option, const std::string& value) {
  const std::optional<double> number = number_in<double>(value);
  if (!number || *number < 0) refuse(option, value, "a finite number of at least 0");
  return *number;
}

char parse_delimiter(const std::string& value) {
  if (value == "\\t") return '\t';
  constexpr std::string_view part_of_a_number = "0123456789+-.\"\n\r";
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };  // nan, inf, 1e5
  if (value.size() != 1 || is_letter(value[0]) || part_of_a_number.find(value[0]) != std::string_view::npos) {
    refuse("--delimiter", value, "one byte such as , ; or \\t that can't be part of a number");
  }
  return value[0];
}

long parse_whole(std::string_view option, const std::string& value, long smallest, long largest) {
  const std::optional<long> number = number_in<long>(value);
  if (!number || *number < smallest || *number > largest) {
    refuse(option, value, formatted("a whole number from {} to {}", smallest, largest));
  }
  return *number;
}

std::vector<std::string_view> fail_on_words() { return {"nan", "overflow", "underflow"}; }

std::vector<Trouble> parse_fail_on(const std::string& value) {
  std::vector<Trouble> troubles;
  for (const std::string_view part : parts_of(value)) {
    if (part == "nan") {
      troubles.push_back(Trouble::nan_output);
    } else if (part == "overflow") {
      troubles.insert(troubles.end(), {Trouble::overflow, Trouble::sum_overflow});
    } else if (part == "underflow") {
      troubles.insert(troubles.end(), {Trouble::underflow, Trouble::zero_sum});
    } else {
      refuse("--fail-on", value, formatted("a list of {}", fmt::join(fail_on_words(), ", ")));
    }
  }
  return troubles;
}

void require_choice(std::string_view option, const std::string& value, const std::vector<std::string_view>& choices) {
  if (std::find(choices.begin(), choices.end(), value) != choices.end()) return;
  refuse(option, value, formatted("one of {}", fmt::join(choices, ", ")));
}
}  // namespace softmax::cli
