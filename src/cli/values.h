#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"
#include "core/request.h"
#include "core/slices.h"

namespace softmax::cli {
/// The maximum number of threads that an option may ask for.
inline constexpr long maximum_threads = 1024;

/// The threads of a run: the number that was asked for, else one for each core that this process may run on; no more
/// than a limit of memory (ulimit -v) has room for.
unsigned threads_for(std::optional<unsigned> asked);

// The values of options. Each function throws Error "<option> <value>: expected …" for any other value.

/// An integer, a list such as "0,2", or "all".
Dims parse_dims(const std::string& value);

/// Sizes such as "3,2", at most one of them -1.
std::vector<long> parse_shape(const std::string& value);

/// The coordinates of an element such as "0,0,-1"; none for "".
std::vector<long> parse_index(const std::string& value);

/// A finite number; a temperature is > 0.
Scale parse_temperature(const std::string& value);
Scale parse_theta(const std::string& value);

/// A finite number >= 0.
double parse_tolerance(std::string_view option, const std::string& value);

/// One byte that can't be part of a number; "\t" is a tab, and a blank means runs of blanks.
char parse_delimiter(const std::string& value);

/// A whole number in [smallest, largest].
long parse_whole(std::string_view option, const std::string& value, long smallest, long largest);

/// The words of --fail-on, and the troubles that a list of them means.
std::vector<std::string_view> fail_on_words();
std::vector<Trouble> parse_fail_on(const std::string& value);

/// The value must be one of the choices.
void require_choice(std::string_view option, const std::string& value, const std::vector<std::string_view>& choices);
}  // namespace softmax::cli
