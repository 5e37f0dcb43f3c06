#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/outcome.h"
#include "core/request.h"
#include "core/slices.h"

namespace softmax::cli {

/// The most threads that may be asked for.
inline constexpr long most_threads = 1024;

/// How many threads a run works with: those that were asked for, else one for each core that this process may run on,
/// and no more than a limit of memory (ulimit -v) has room for.
unsigned threads_for(std::optional<unsigned> asked);

// The values of options. Each function throws Error "<option> <value>: expected …" for what it does not understand.

/// An integer, a list such as "0,2", or "all".
Dims parse_dims(const std::string& value);

/// Sizes such as "3,2", at most one of them -1.
std::vector<long> parse_shape(const std::string& value);

/// The coordinates of an element such as "0,0,-1"; none for "".
std::vector<long> parse_index(const std::string& value);

/// A finite number; for a temperature > 0.
Scale parse_temperature(const std::string& value);
Scale parse_theta(const std::string& value);

/// A finite number from 0 on.
double parse_tolerance(std::string_view option, const std::string& value);

/// One byte that is no part of a number, "\t", or a blank for runs of blanks.
char parse_delimiter(const std::string& value);

/// A whole number in [smallest, largest].
long parse_whole(std::string_view option, const std::string& value, long smallest, long largest);

/// Any of nan, overflow, underflow: the troubles that they stand for.
std::vector<Trouble> parse_fail_on(const std::string& value);

/// The position of the value among the choices.
std::size_t parse_choice(std::string_view option, const std::string& value,
                         const std::vector<std::string_view>& choices);

}  // namespace softmax::cli
