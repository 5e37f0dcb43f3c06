#pragma once

#include <vector>

#include "read/print_text.h"
#include "read/printed_tensor.h"

namespace softmax::read {

/// Every tensor of a text, in its order. Throws Error as printed_reader does.
std::vector<PrintedTensor> scan_prints(const PrintText& text);

}  // namespace softmax::read
