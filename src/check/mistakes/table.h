#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "check/mistakes/hypothesis.h"

namespace softmax::check {

// What people are known to compute instead of what they meant, as hypotheses on one run. Each function gives none where
// it makes no sense for the input. The catalogue (catalogue.cpp) says which is which.

using Hypotheses = std::vector<Hypothesis>;

// suppose_dims.cpp
Hypotheses another_dim(const Context& context);
Hypotheses all_dims(const Context& context);
Hypotheses joint_dims(const Context& context);

// suppose_function.cpp
Hypotheses logarithm(const Context& context);
Hypotheses no_logarithm(const Context& context);
Hypotheses binary_logarithm(const Context& context);
Hypotheses decimal_logarithm(const Context& context);
Hypotheses base_two(const Context& context);
Hypotheses base_ten(const Context& context);
Hypotheses softmin(const Context& context);
Hypotheses softmax_twice(const Context& context);
Hypotheses plain_ratio(const Context& context);

// suppose_steps.cpp
Hypotheses bare_logits(const Context& context);
Hypotheses unnormalised(const Context& context);
Hypotheses shifted_exponentials(const Context& context);
Hypotheses shifted_logits(const Context& context);
Hypotheses sums_only(const Context& context);
Hypotheses mixed_shift(const Context& context);

// suppose_temperature.cpp
Hypotheses another_temperature(const Context& context);

// suppose_broadcast.cpp
Hypotheses statistics_without_keepdims(const Context& context);
Hypotheses maximum_along_other_dims(const Context& context);

// suppose_layout.cpp
Hypotheses transposed(const Context& context);
Hypotheses reshaped(const Context& context);

// suppose_dtype.cpp
Hypotheses naive_form(const Context& context);
Hypotheses naive_form_in_other_dtype(const Context& context);
Hypotheses single_precision(const Context& context);
Hypotheses half_precision(const Context& context);

// suppose_digits.cpp
Hypotheses integers(const Context& context);
Hypotheses percent(const Context& context);
Hypotheses truncated(const Context& context);
Hypotheses sums_forced(const Context& context);
Hypotheses one_element(const Context& context);

// suppose_masks.cpp
Hypotheses masked_zero(const Context& context);
Hypotheses masked_uniform(const Context& context);

/// A row of the catalogue.
struct CatalogueRow {
  std::string_view id;        ///< one that ends with '=' is followed by the parameter of a hypothesis
  std::string_view sentence;  ///< what the print is; {} is the parameter
  Hypotheses (*suppose)(const Context& context);
};

/// Everything that people are known to compute instead, simplest first.
std::span<const CatalogueRow> catalogue();

/// Whether an id, its parameter included, is one of the catalogue: "log", "dim=0,2".
bool is_catalogue_id(std::string_view id);

}  // namespace softmax::check
