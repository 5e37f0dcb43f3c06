#pragma once

#include <string>

#include "core/block.h"
#include "formats/format.h"

namespace softmax::fuzz {

/// Whether the format is rows of text.
inline bool is_csv(formats::Format format) { return format == formats::Format::csv || format == formats::Format::tsv; }

/// Throws Broken unless the two are the same to the bit, one NaN like another.
void expect_same_values(const Tensor& actual, const Tensor& expected, const std::string& what);

/// Throws Broken unless the tensor, written in a format that keeps values, reads back the same; where the format can't
/// hold its shape, unless it is refused.
void expect_round_trip(const Tensor& tensor, formats::Format format);

/// Throws Broken unless what is printed of the tensor, torch or numpy, reads back as its shape, with digits that say
/// its values.
void expect_honest_print(const Tensor& tensor, formats::Format format);

}  // namespace softmax::fuzz
