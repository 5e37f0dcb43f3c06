#include <algorithm>
#include <array>

#include "check/mistakes/mistakes.h"

namespace softmax::check {
// The functions of the mistakes, each in a file of this folder.
Suppose another_dim, all_dims, joint_dims, transposed, reshaped;
Suppose logarithm, no_logarithm, binary_logarithm, decimal_logarithm, base_two, base_ten, softmin, softmax_twice;
Suppose plain_ratio, masked_zero, masked_uniform, another_temperature;
Suppose bare_logits, unnormalised, shifted_exponentials, shifted_logits, sums_only, mixed_shift;
Suppose statistics_without_keepdims, maximum_along_other_dims;
Suppose naive_form, naive_form_in_other_dtype, single_precision, half_precision;
Suppose integers, percent, truncated, sums_forced, one_element;

namespace {
/// Simplest first: this is the order in which mistakes are looked for and shown.
constexpr auto rows = std::to_array<KnownMistake>({
    {"dtype=", "computed in {}", &single_precision},
    {"masked-zero", "0 where a slice holds nothing but -Infinity", &masked_zero},
    {"masked-uniform", "1/n where a slice holds nothing but -Infinity", &masked_uniform},
    {"dim=", "computed along dim {}", &another_dim},
    {"dim=", "computed over all elements", &all_dims},
    {"dim=", "computed over dims {} jointly", &joint_dims},
    {"log", "log-softmax, not softmax", &logarithm},
    {"not-log", "softmax, not log-softmax", &no_logarithm},
    {"reshaped", "right, in another shape", &reshaped},
    {"transposed", "of the transposed input, or read column by column", &transposed},
    {"naive", "the naive form, which overflows here", &naive_form},
    {"naive=", "the naive form in {}, which overflows here", &naive_form_in_other_dtype},
    {"percent", "in percent", &percent},
    {"truncated", "cut off after its last digit, not rounded", &truncated},
    {"sum-forced", "adjusted in its last digits so that each slice adds up to 1", &sums_forced},
    {"one-element", "right but for one element: {}", &one_element},
    {"integers", "truncated to whole numbers", &integers},
    {"softmin", "softmax of -x", &softmin},
    {"log2", "the logarithm to base 2 of softmax", &binary_logarithm},
    {"log10", "the logarithm to base 10 of softmax", &decimal_logarithm},
    {"base=2", "made with powers of 2, not of e", &base_two},
    {"base=10", "made with powers of 10, not of e", &base_ten},
    {"twice", "softmax of the softmax", &softmax_twice},
    {"temperature=", "made with temperature {}", &another_temperature},
    {"logits", "the input itself", &bare_logits},
    {"unnormalised", "exp(x), not divided by its sum", &unnormalised},
    {"shifted-exp", "exp(x - max), not divided by its sum", &shifted_exponentials},
    {"shifted-logits", "x - max", &shifted_logits},
    {"sum-only", "the sum of the exponentials in every place", &sums_only},
    {"plain-ratio", "x divided by the sum of x, without exponentials", &plain_ratio},
    {"mixed-shift", "exp(x - max) divided by the sum of exp(x)", &mixed_shift},
    {"no-keepdims", "made with the maxima or sums of other slices, as when a reduced dim is not kept",
     &statistics_without_keepdims},
    {"wrong-max-dim", "made with maxima along other dims, not those of the slices", &maximum_along_other_dims},
    {"dtype=", "computed in {}", &half_precision},
});
}  // namespace

std::span<const KnownMistake> catalogue() { return rows; }

bool is_catalogue_id(std::string_view id) {
  return std::any_of(rows.begin(), rows.end(), [id](const KnownMistake& row) {
    return row.id.ends_with('=') ? id.starts_with(row.id) && id.size() > row.id.size() : id == row.id;
  });
}
}  // namespace softmax::check
