#pragma once

#include <vector>

#include "formats/printed/call.h"
#include "formats/printed/text.h"

namespace softmax::formats {

/// Every tensor of a text, in its order. Throws Error as printed_reader does.
std::vector<PrintedTensor> scan_prints(const PrintText& text);

}  // namespace softmax::formats
