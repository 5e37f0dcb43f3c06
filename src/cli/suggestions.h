#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace softmax::cli {
/// "; did you mean --dim?": the option that a word most likely means, by what NumPy, Keras, JAX or scikit-learn call it
/// or by its letters; "" if nothing is near. A value after = is left out.
std::string suggested_option(std::string_view typed);

/// The same for the value of an option, among its words if it has any.
std::string suggested_value(std::string_view option, std::string_view typed, std::span<const std::string_view> words);

/// Whether NumPy, Keras, JAX or scikit-learn have something of that name, which is an option here.
bool is_option_elsewhere(std::string_view typed);

/// What to type for INPUTs that are the numbers themselves: "there is no file 1; …: echo 1 2 3 | softmax". "" if one of
/// them is a file, or if they do not look like numbers.
std::string numbers_as_inputs(const std::vector<std::string>& inputs);

/// The message for several INPUTs, with what to type.
std::string several_inputs(const std::vector<std::string>& inputs);
}  // namespace softmax::cli
