#include "fuzz/reading.h"
#include "fuzz/round_trip.h"
#include "fuzz/target.h"

namespace softmax::fuzz {

/// The size of the text chooses how it is read.
void check_csv(std::string_view bytes) {
  formats::ReadOptions options;
  options.format = formats::Format::csv;
  switch (bytes.size() / 2 % 4) {
    case 0:
      options.header = formats::HeaderRule::yes;
      options.dtype = Dtype::float32;
      break;
    case 1:
      options.header = formats::HeaderRule::no;
      options.delimiter = ' ';
      break;
    case 2:
      options.label_columns = 1;
      options.digits = true;
      break;
    default:
      break;
  }
  for (const Tensor& tensor : read_every_way(bytes, options).tensors) {
    expect_round_trip(tensor, formats::Format::csv);
    expect_round_trip(tensor, formats::Format::tsv);
  }
}

}  // namespace softmax::fuzz
