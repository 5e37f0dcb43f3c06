#include <algorithm>
#include <array>

#include "check/mistakes/mistakes.h"

namespace softmax::check {
// The functions of the mistakes, each in a file of this folder.
Suppose another_dim, all_dims, joint_dims, transposed, reshaped;
Suppose logarithm, no_logarithm, binary_logarithm, decimal_logarithm, base_two, base_ten, softmin, softmax_twice;
Suppose sigmoid, negated, relu, masked_zero, masked_uniform, another_temperature;
Suppose scaled_by_root, scaled_by_whole_root;
Suppose plain_ratio, misplaced_parenthesis, plus_one, unit_length, log_of_softmax, sum_off;
Suppose masked_as_zero, masked, masked_after, nan_slice, nan_spread;
Suppose bare_logits, unnormalised, shifted_exponentials, shifted_logits, sums_only, mixed_shift;
Suppose statistics_without_keepdims, maximum_along_other_dims;
Suppose naive_form, naive_form_in_other_dtype, single_precision, half_precision;
Suppose integers, wraparound, percent, truncated, sums_forced, one_element, one_element_of_a_mistake, permuted;
Suppose rounded, rounded_inputs, quantised, flushed, one_hot;

namespace {
/// Simplest first: this is the order in which mistakes are looked for and shown.
constexpr auto rows = std::to_array<KnownMistake>({
    {"dtype=", "computed in {}", &single_precision},
    {"masked-zero", "0 where a slice holds nothing but -Infinity", &masked_zero},
    {"masked-uniform", "1/n where a slice holds nothing but -Infinity", &masked_uniform},
    {"nan-spread", "not NaN throughout where a slice holds NaN or +Infinity, or nothing but -Infinity", &nan_spread},
    {"dim=", "computed along dim {}", &another_dim},
    {"dim=", "computed over all elements", &all_dims},
    {"dim=", "computed over dims {} jointly", &joint_dims},
    {"log", "log-softmax, not softmax", &logarithm},
    {"not-log", "softmax, not log-softmax", &no_logarithm},
    {"reshaped", "right, in another shape", &reshaped},
    {"transposed", "of the transposed input, or read column by column", &transposed},
    {"naive", "the naive form", &naive_form},
    {"naive=", "the naive form in {}", &naive_form_in_other_dtype},
    {"percent", "in percent", &percent},
    {"rounded=", "right, but rounded before it was printed with more digits", &rounded},
    {"truncated", "cut off after its last digit, not rounded", &truncated},
    {"sum-forced", "adjusted in its last digits so that each slice adds up to 1", &sums_forced},
    {"one-element", "right but for one element: {}", &one_element},
    {"integers", "truncated to whole numbers", &integers},
    {"one-hot", "1 at the largest element and 0 elsewhere", &one_hot},
    {"softmin", "softmax of -x", &softmin},
    {"sigmoid", "1/(1 + exp(-x)) of each element", &sigmoid},
    {"negated", "minus the logarithm of softmax, a loss", &negated},
    {"log2", "the logarithm to base 2 of softmax", &binary_logarithm},
    {"log10", "the logarithm to base 10 of softmax", &decimal_logarithm},
    {"base=2", "made with powers of 2, not of e", &base_two},
    {"base=10", "made with powers of 10, not of e", &base_ten},
    {"twice", "softmax of the softmax", &softmax_twice},
    {"scaled=", "made from the input divided by {}", &scaled_by_root},
    {"temperature=", "made with temperature {}", &another_temperature},
    {"scaled=", "made from the input divided by {}", &scaled_by_whole_root},
    {"logits", "the input itself", &bare_logits},
    {"unnormalised", "exp(x), not divided by its sum", &unnormalised},
    {"shifted-exp", "exp(x - max), not divided by its sum", &shifted_exponentials},
    {"shifted-logits", "x - max", &shifted_logits},
    {"sum-only", "the sum of the exponentials in every place", &sums_only},
    {"plain-ratio", "x divided by the sum of x, without exponentials", &plain_ratio},
    {"relu", "softmax of max(x, 0)", &relu},
    {"unit-length", "x divided by its length, the root of the sum of squares", &unit_length},
    {"misplaced-parenthesis", "exp(x/sum of exp x), or exp(x) divided by the sum of x", &misplaced_parenthesis},
    {"plus-one", "exp(x) divided by 1 + the sum of exp(x)", &plus_one},
    {"mixed-shift", "exp(x - max) divided by the sum of exp(x)", &mixed_shift},
    {"log-of-softmax", "log-softmax in a form that loses digits", &log_of_softmax},
    {"no-keepdims", "made with the maxima or sums of other slices, as when a reduced dim is not kept",
     &statistics_without_keepdims},
    {"wrong-max-dim", "made with maxima along other dims, not those of the slices", &maximum_along_other_dims},
    {"masked-as-zero", "softmax with 0 in the place of -Infinity", &masked_as_zero},
    {"flushed", "0 where the result is small, but not 0", &flushed},
    {"masked", "softmax of some elements, and 0 for the others", &masked},
    {"masked-after", "right where it is not 0: the others were left out after the division", &masked_after},
    {"nan-slice", "right but for slices that are NaN throughout", &nan_slice},
    {"wraparound", "computed in integers, in which x - max wraps around or each step is cut", &wraparound},
    {"quantised=1/256", "rounded to multiples of 1/256", &quantised},
    {"permuted", "right, in another order", &permuted},
    {"dtype=", "computed in {}", &half_precision},
    {"sum-off", "off by the same factor in a whole slice", &sum_off},
    {"one-element", "{}", &one_element_of_a_mistake},
    {"rounded-inputs", "right if the inputs were rounded to {} before they were printed", &rounded_inputs},
});
}  // namespace

std::span<const KnownMistake> catalogue() { return rows; }

bool is_catalogue_id(std::string_view id) {
  return std::any_of(rows.begin(), rows.end(), [id](const KnownMistake& row) {
    return row.id.ends_with('=') ? id.starts_with(row.id) && id.size() > row.id.size() : id == row.id;
  });
}
}  // namespace softmax::check
