// What real programs write as JSON, and what becomes of it: the tensor, or a message with what to type. Nothing here
// may be read as what it is not.

#include <string>

#include <doctest/doctest.h>

#include "formats/reader.h"
#include "support/documents.h"
#include "support/refusal.h"
#include "support/temporary_file.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;
using softmax::test::shown;
using softmax::test::TemporaryFile;

namespace {

struct Row {
  std::string program, json, answer;
};

/// Shape and values, the dtype where it is not float64, and the notes; or the message.
std::string answer(const std::string& json) {
  std::string text;
  const std::string error = refusal([&] {
    const TemporaryFile file(json);
    ReadOptions options;
    options.format = Format::json;
    const auto reader = open_reader(Input::open(file.path()), options);
    while (const auto document = reader->next()) {
      text += shown(*document);
      if (document->dtype != Dtype::float64) text += " " + std::string(name(document->dtype));
      for (const std::string& note : document->notes) text += "; " + note;
    }
  });
  return error == "accepted" ? text : text + error;
}

}  // namespace

TEST_CASE("JSON of real programs is read right, or refused with what to type") {
  for (
      const Row& row : {
          Row{"pandas split", R"json({"columns":["a","b"],"index":[0,1],"data":[[1.5,2.0],[3.0,4.5]]})json",
              "1:1: the document has 2 arrays of numbers: \"data\", \"index\"; choose one with --pointer /data"},
          Row{"pandas split named idx",
              R"json({"columns":["a","b"],"index":["x","y"],"data":[[1.5,2.0],[3.0,4.5]]})json",
              "(2, 2) 1.5 2 3 4.5; the tensor is the member \"data\""},
          Row{"pandas records", R"json([{"a":1.5,"b":2.0},{"a":3.0,"b":4.5}])json",
              "1:2: expected a number, found an object; jq -c '[.[] | [.a, .b]]' makes an array of its numbers"},
          Row{"pandas columns", R"json({"a":{"0":1.5,"1":3.0},"b":{"0":2.0,"1":4.5}})json",
              "1:1: the document has no array of numbers; its members are \"a\", \"b\"; jq -c '[.[] | [.[]]]' makes an "
              "array of its numbers, a row for each outer name; with \"| transpose\" at its end a column for each"},
          Row{"pandas index", R"json({"0":{"a":1.5,"b":2.0},"1":{"a":3.0,"b":4.5}})json",
              "1:1: the document has no array of numbers; its members are \"0\", \"1\"; jq -c '[.[] | [.[]]]' makes an "
              "array of its numbers, a row for each outer name; with \"| transpose\" at its end a column for each"},
          Row{"pandas values", R"json([[1.5,2.0],[3.0,null]])json",
              "1:17: expected a number, found null; --missing nan reads it as NaN"},
          Row{"pandas table",
              R"json({"schema":{"fields":[{"name":"index","type":"integer"},{"name":"a","type":"number"}],"primaryKey":["index"],"pandas_version":"1.4.0"},"data":[{"index":0,"a":1.5,"b":2.0},{"index":1,"a":3.0,"b":4.5}]})json",
              "1:1: the document has no array of numbers; its members are \"schema\", \"data\"; jq -c '[.data[] | [.a, "
              ".b]]' makes an array of its numbers"},
          Row{"pandas Series", R"json({"0":0.1,"1":0.2,"2":0.7})json",
              "1:1: the document has no array of numbers; its members are \"0\", \"1\", \"2\"; jq -c '[.[]]' makes an "
              "array of its numbers"},
          Row{"KServe v2",
              R"json({"model_name":"resnet","model_version":"1","outputs":[{"name":"logits","shape":[1,3],"datatype":"FP32","data":[1.0,2.0,3.0]}]})json",
              "1:1: the document has no array of numbers; its members are \"model_name\", \"model_version\", "
              "\"outputs\"; --pointer /outputs/0 reads the one in it"},
          Row{"KServe v2 two outputs",
              R"json({"model_name":"bert","outputs":[{"name":"ids","shape":[1,2],"datatype":"INT64","data":[1,2]},{"name":"logits","shape":[1,3],"datatype":"FP16","data":[1.0,2.0,3.0]}]})json",
              "1:1: the document has no array of numbers; its members are \"model_name\", \"outputs\"; in it are "
              "/outputs/1, /outputs/0; choose one with --pointer /outputs/1"},
          Row{"OpenAI chat",
              R"json({"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"logprobs":{"content":[{"token":"Hi","logprob":-0.31,"bytes":[72,105],"top_logprobs":[{"token":"Hi","logprob":-0.31,"bytes":[72,105]},{"token":"Yo","logprob":-1.5,"bytes":[89,111]}]},{"token":"!","logprob":-0.1,"bytes":[33],"top_logprobs":[]}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}})json",
              "1:1: the document has no array of numbers; its members are \"id\", \"object\", \"created\", "
              "\"choices\", \"usage\"; jq -c '[.choices[0].logprobs.content[].logprob]' makes an array of its numbers"},
          Row{"OpenAI legacy",
              R"json({"id":"cmpl-1","choices":[{"text":"Hi","index":0,"logprobs":{"tokens":["Hi","!"],"token_logprobs":[null,-0.1],"top_logprobs":[null,{"!":-0.1,"?":-2.5}],"text_offset":[0,2]},"finish_reason":"length"}]})json",
              "1:1: the document has no array of numbers; its members are \"id\", \"choices\"; in it are "
              "/choices/0/logprobs/token_logprobs, /choices/0/logprobs/text_offset; choose one with --pointer "
              "/choices/0/logprobs/token_logprobs --missing nan"},
          Row{"legacy logprobs object",
              R"json({"tokens":["Hi","!"],"token_logprobs":[null,-0.1,-2],"top_logprobs":[null,{"!":-0.1,"?":-2.5}],"text_offset":[0,2,3]})json",
              "1:1: the document has 2 arrays of numbers: \"token_logprobs\", \"text_offset\"; choose one with "
              "--pointer /token_logprobs --missing nan"},
          Row{"OpenAI embeddings",
              R"json({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-0.2,0.3]}],"model":"ada","usage":{"prompt_tokens":8,"total_tokens":8}})json",
              "1:1: the document has no array of numbers; its members are \"object\", \"data\", \"model\", \"usage\"; "
              "--pointer /data/0/embedding reads the one in it"},
          Row{"TF serving", R"json({"predictions":[[1.0,2.0,3.0],[4.0,5.0,6.0]]})json",
              "(2, 3) 1 2 3 4 5 6; the tensor is the member \"predictions\""},
          Row{"TF serving named", R"json({"predictions":[{"scores":[0.1,0.9],"classes":["a","b"]}]})json",
              "1:1: the document has no array of numbers; its members are \"predictions\"; --pointer "
              "/predictions/0/scores reads the one in it"},
          Row{"TF serving columnar", R"json({"outputs":{"logits":[[1.0,2.0]],"ids":[[7,8]]}})json",
              "1:1: the document has no array of numbers; its members are \"outputs\"; in it are /outputs/logits, "
              "/outputs/ids; choose one with --pointer /outputs/logits"},
          Row{"HF pipeline", R"json([[{"label":"POSITIVE","score":0.99},{"label":"NEGATIVE","score":0.01}]])json",
              "1:3: expected a number, found an object; jq -c '[.[0][].score]' makes an array of its numbers"},
          Row{"HF tokenizer",
              R"json({"input_ids":[[101,7592,102]],"token_type_ids":[[0,0,0]],"attention_mask":[[1,1,1]]})json",
              "1:1: the document has 3 arrays of numbers: \"input_ids\", \"token_type_ids\", \"attention_mask\"; "
              "choose one with --pointer /input_ids"},
          Row{"tokenizer only", R"json({"input_ids":[101,7592,102]})json",
              "1:1: the one array of numbers is \"input_ids\", which has ids or places by its name; --pointer "
              "/input_ids reads it all the same"},
          Row{"ONNX protobuf", R"json({"dims":["2","3"],"dataType":1,"floatData":[1,2,3,4,5,6],"name":"logits"})json",
              "(2, 3) 1 2 3 4 5 6 float32; the tensor is the member \"floatData\", in the shape of \"dims\""},
          Row{"ONNX fp16", R"json({"dims":["3"],"dataType":10,"int32Data":[15360,16384,16896],"name":"logits"})json",
              "1:41: \"int32Data\" has the bits of float16 numbers as integers; expected the numbers, as "
              "onnx.numpy_helper.to_array returns them"},
          Row{"ONNX raw", R"json({"dims":["2"],"dataType":1,"name":"x","rawData":"AACAPwAAAEA="})json",
              "1:9: \"dims\" is a shape by its name, and there is no array of numbers next to it; --pointer /dims "
              "reads it all the same"},
          Row{"jsonlite", R"json([[0.1,"NA"],[0.3333,0.5]])json", "1:7: expected a number, found the string \"NA\""},
          Row{"jsonlite Inf", R"json([["NaN",1],["Inf",2]])json", "1:3: expected a number, found the string \"NaN\""},
          Row{"jsonlite list", R"json({"x":[0.09,0.2447,0.6652]})json",
              "(3,) 0.09 0.2447 0.6652; the tensor is the member \"x\""},
          Row{"jsonlite boxed", R"json({"n":[3],"x":[0.09,0.2447,0.6652]})json",
              "1:1: the document has 2 arrays of numbers: \"x\", \"n\"; choose one with --pointer /x"},
          Row{"serializeJSON",
              R"json({"type":"double","attributes":{"dim":{"type":"integer","attributes":{},"value":[2,3]}},"value":[1,4,2,5,3,6]})json",
              "1:31: \"attributes\" has a \"dim\", so \"value\" is written column by column, as R's serializeJSON "
              "does; toJSON(x, digits = NA) writes nested arrays"},
          Row{"Octave jsonencode", R"json([[0.1,0.3333333333333333],[null,null]])json",
              "1:28: expected a number, found null; --missing nan reads it as NaN"},
          Row{"jsonlab", R"json({"x":[[0.1428571429,0.2857142857],[0.4285714286,0.5714285714]]})json",
              "(2, 2) 0.1428571429 0.2857142857 0.4285714286 0.5714285714; the tensor is the member \"x\""},
          Row{"jsonlab special", R"json([[0.1,0.3333333333],["_NaN_","_Inf_"]])json",
              "1:22: expected a number, found the string \"_NaN_\""},
          Row{"JData", R"json({"_ArrayType_":"double","_ArraySize_":[2,3],"_ArrayData_":[1,2,3,4,5,6]})json",
              "1:1: the document has 2 arrays of numbers: \"_ArrayData_\", \"_ArraySize_\"; choose one with --pointer "
              "/_ArrayData_"},
          Row{"mathjs", R"json({"mathjs":"DenseMatrix","data":[[0.5,1000.25],[3,4]],"size":[2,2]})json",
              "(2, 2) 0.5 1000.25 3 4; the tensor is the member \"data\", in the shape of \"size\""},
          Row{"mathjs typed",
              R"json({"mathjs":"DenseMatrix","data":[[0.5,1000.25],[3,4]],"size":[2,2],"datatype":"number"})json",
              "(2, 2) 0.5 1000.25 3 4; the tensor is the member \"data\", in the shape of \"size\""},
          Row{"mathjs console json", R"json({"_data":[[0.5,1],[3,4]],"_size":[2,2]})json",
              "(2, 2) 0.5 1 3 4; the tensor is the member \"_data\", in the shape of \"_size\""},
          Row{"mathjs sparse",
              R"json({"mathjs":"SparseMatrix","values":[1,2,3,4],"index":[0,1,0,1],"ptr":[0,2,4],"size":[2,2]})json",
              "1:69: \"ptr\" next to a shape means a sparse matrix; expected all elements, as toarray(), to_dense() or "
              "toArray() return them"},
          Row{"npm ndarray",
              R"json({"data":{"0":0.5,"1":1.5,"2":3,"3":4},"shape":[2,2],"stride":[2,1],"offset":0})json",
              "1:9: expected the array of numbers that \"data\" must be, found an object; jq -c '[.data[]]' makes an "
              "array of its numbers"},
          Row{"npm ndarray plain", R"json({"data":[0.5,1.5,3,4],"shape":[2,2],"stride":[2,1],"offset":0})json",
              "(2, 2) 0.5 1.5 3 4; the tensor is the member \"data\", in the shape of \"shape\""},
          Row{"npm ndarray transposed", R"json({"data":[0.5,1.5,3,4],"shape":[2,2],"stride":[1,2],"offset":0})json",
              "1:46: expected the stride [2, 1] of row-major elements in shape (2, 2); write the elements row by row"},
          Row{"Rust ndarray", R"json({"v":1,"dim":[2,3],"data":[1.0,2.0,3.0,4.0,5.0,6.0]})json",
              "1:1: the document has 2 arrays of numbers: \"data\", \"dim\"; choose one with --pointer /data"},
          Row{"nalgebra", R"json([[1.0,3.0,2.0,4.0],2,2])json", "1:20: [1] is a number, its siblings are arrays"},
          Row{"tfjs tensor",
              R"json({"kept":false,"isDisposedInternal":false,"shape":[2,3],"dtype":"float32","size":6,"strides":[3],"dataId":{"id":0},"id":0,"rankType":"2","scopeId":0})json",
              "1:50: \"shape\" is a shape by its name, and there is no array of numbers next to it; --pointer /shape "
              "reads it all the same"},
          Row{"tfjs dataSync", R"json({"shape":[2,2],"dtype":"float32","strides":[2],"data":[1,2,3,4]})json",
              "(2, 2) 1 2 3 4 float32; the tensor is the member \"data\", in the shape of \"shape\""},
          Row{"Float32Array", R"json({"0":0.09003057330846786,"1":0.2447284758090973,"2":0.6652409434318542})json",
              "1:1: the document has no array of numbers; its members are \"0\", \"1\", \"2\"; jq -c '[.[]]' makes an "
              "array of its numbers"},
          Row{"Node Buffer", R"json({"type":"Buffer","data":[0,0,128,63]})json",
              "1:25: \"data\" has the bytes of a Buffer, as Node writes it; expected numbers, as Array.from(new "
              "Float32Array(…)) has them"},
          Row{"json_tricks",
              R"json({"__ndarray__":[[1.0,2.0],[3.0,4.0]],"dtype":"float32","shape":[2,2],"Corder":true})json",
              "(2, 2) 1 2 3 4 float32; the tensor is the member \"__ndarray__\", in the shape of \"shape\""},
          Row{"monty", R"json({"@module":"numpy","@class":"array","dtype":"float64","data":[[1.0,2.0],[3.0,4.0]]})json",
              "(2, 2) 1 2 3 4; the tensor is the member \"data\""},
          Row{"scipy sparse csr",
              R"json({"data":[1.0,2.0,3.0,4.0],"indices":[0,1,0,1],"indptr":[0,2,4],"shape":[2,2]})json",
              "1:56: \"indptr\" next to a shape means a sparse matrix; expected all elements, as toarray(), to_dense() "
              "or toArray() return them"},
          Row{"scipy coo", R"json({"shape":[2,2],"row":[1,0,0,1],"col":[0,0,1,1],"data":[3.0,1.0,2.0,4.0]})json",
              "1:22: \"row\" next to a shape means a sparse matrix; expected all elements, as toarray(), to_dense() or "
              "toArray() return them"},
          Row{"xarray", R"json({"dims":["x","y"],"attrs":{},"data":[[1.0,2.0],[3.0,4.0]],"coords":{},"name":null})json",
              "(2, 2) 1 2 3 4; the tensor is the member \"data\""},
          Row{"xarray dataset",
              R"json({"coords":{"x":{"dims":["x"],"attrs":{},"data":[10,20]}},"attrs":{},"dims":{"x":2},"data_vars":{"a":{"dims":["x"],"attrs":{},"data":[0.1,0.2]}}})json",
              "1:1: the document has no array of numbers; its members are \"coords\", \"attrs\", \"dims\", "
              "\"data_vars\"; in it are /data_vars/a/data, /coords/x/data; choose one with --pointer "
              "/data_vars/a/data"},
          Row{"cereal Eigen", R"json({"value0":{"rows":2,"cols":3,"data":[1,2,3,4,5,6]}})json",
              "1:1: the document has no array of numbers; its members are \"value0\"; --pointer /value0/data --shape "
              "2,3 reads the one in it"},
          Row{"Eigen rows cols", R"json({"rows":2,"cols":3,"data":[1,4,2,5,3,6]})json",
              "1:27: \"rows\" and \"cols\" say shape (2, 3), but not the order of the elements of \"data\"; --pointer "
              "/data --shape 2,3 reads them row by row"},
          Row{"OpenCV",
              R"json({"logits":{"type_id":"opencv-matrix","rows":2,"cols":2,"dt":"f","data":[1.0,2.0,3.0,4.0]}})json",
              "1:1: the document has no array of numbers; its members are \"logits\"; --pointer /logits/data --shape "
              "2,2 reads the one in it"},
          Row{"CoverageJSON",
              R"json({"type":"NdArray","dataType":"float","axisNames":["y","x"],"shape":[2,2],"values":[1.0,2.0,3.0,4.0]})json",
              "(2, 2) 1 2 3 4; the tensor is the member \"values\", in the shape of \"shape\""},
          Row{"plotly", R"json({"data":[{"type":"heatmap","z":[[1,2],[3,4]]}],"layout":{"title":"x"}})json",
              "1:1: the document has no array of numbers; its members are \"data\", \"layout\"; --pointer /data/0/z "
              "reads the one in it"},
          Row{"plotly bdata", R"json({"dtype":"f8","bdata":"AAAAAAAA8D8=","shape":"1, 1"})json",
              "1:1: the document has no array of numbers; its members are \"dtype\", \"bdata\", \"shape\""},
          Row{"sklearn", R"json({"classes_":[0,1],"coef_":[[0.1,0.2]],"intercept_":[0.3]})json",
              "1:1: the document has 3 arrays of numbers: \"coef_\", \"intercept_\", \"classes_\"; choose one with "
              "--pointer /coef_"},
          Row{"spaCy", R"json({"text":"x","cats":{"POS":0.9,"NEG":0.1}})json",
              "1:1: the document has no array of numbers; its members are \"text\", \"cats\"; jq -c '[.cats[]]' makes "
              "an array of its numbers"},
          Row{"TorchServe", R"json({"tabby":0.46,"tiger_cat":0.35})json",
              "1:1: the document has no array of numbers; its members are \"tabby\", \"tiger_cat\"; jq -c '[.[]]' "
              "makes an array of its numbers"},
          Row{"Elastic", R"json({"hits":{"total":2,"hits":[{"_id":"1","_score":1.5},{"_id":"2","_score":0.5}]}})json",
              "1:1: the document has no array of numbers; its members are \"hits\"; jq -c '[.hits.hits[]._score]' "
              "makes an array of its numbers"},
          Row{"Prometheus",
              R"json({"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1435781430.781,"1"]}]}})json",
              "1:1: the document has no array of numbers; its members are \"status\", \"data\""},
          Row{"Ollama", R"json({"model":"x","response":"hi","context":[1,2,3]})json",
              "(3,) 1 2 3; the tensor is the member \"context\""},
          Row{"Ollama emb", R"json({"embedding":[0.1,0.2]})json",
              "(2,) 0.1 0.2; the tensor is the member \"embedding\""},
          Row{"vLLM", R"json({"prompt_token_ids":[1,2,3],"logprobs":[-0.1,-0.2,-0.3]})json",
              "1:1: the document has 2 arrays of numbers: \"logprobs\", \"prompt_token_ids\"; choose one with "
              "--pointer /logprobs"},
          Row{"COCO",
              R"json([{"image_id":42,"category_id":18,"bbox":[258.15,41.29,348.26,243.78],"score":0.236},{"image_id":73,"category_id":11,"bbox":[61,22.75,504,609.67],"score":0.318}])json",
              "1:2: expected a number, found an object; jq -c '[.[].score]' makes an array of its numbers"},
          Row{"GeoJSON",
              R"json({"type":"Feature","bbox":[1,2,3,4],"geometry":{"type":"Point","coordinates":[1.5,2.5]}})json",
              "1:1: the one array of numbers is \"bbox\", which has ids or places by its name; in it are "
              "/geometry/coordinates, /bbox; choose one with --pointer /geometry/coordinates"},
          Row{"SageMaker",
              R"json({"predictions":[{"score":0.99,"predicted_label":1},{"score":0.2,"predicted_label":0}]})json",
              "1:1: the document has no array of numbers; its members are \"predictions\"; jq -c "
              "'[.predictions[].score]' makes an array of its numbers"},
          Row{"strings", R"json({"scores":["0.1","0.2","0.7"]})json",
              "1:12: expected a number, found the string \"0.1\"; jq -c '(.. | strings) |= tonumber' removes the "
              "quotes"},
          Row{"json.dumps default=str", R"json({"logits":"tensor([1., 2., 3.])"})json",
              "1:1: the document has no array of numbers; its members are \"logits\"; jq -r '.logits' writes the text "
              "in it, which softmax may read"},
          Row{"torch.Size str", R"json({"size":"torch.Size([2, 3])","values":[1,2,3,4,5,6]})json",
              "1:9: \"size\" is text; expected a list of whole numbers, such as [2, 3]"},
          Row{"R print", R"json([1] 0.5 0.2)json",
              "1:1: expected one document after another, found a vector as R prints it, after its index [1]; --from "
              "text "
              "reads it"},
          Row{"R print 2", R"json([1] 5)json",
              "1:1: expected one document after another, found a vector as R prints it, after its index [1]; --from "
              "text "
              "reads it"},
          Row{"llama.cpp",
              R"json({"content":"x","completion_probabilities":[{"id":1,"token":"a","logprob":-0.1,"top_logprobs":[{"id":1,"token":"a","logprob":-0.1},{"id":2,"token":"b","logprob":-2.1}]}]})json",
              "1:1: the document has no array of numbers; its members are \"content\", \"completion_probabilitie...; "
              "jq -c '[.completion_probabilities[].logprob]' makes an array of its numbers"},
          Row{"size image", R"json({"size":[640,480],"scores":[1,2,3]})json",
              "1:9: \"size\" (640, 480) holds 307200 elements, \"scores\" has 3; --pointer /scores reads it without "
              "the shape"},
          Row{"Burn", R"json({"bytes":[0,0,128,63,0,0,0,64],"shape":[2],"dtype":"F32"})json",
              "1:1: the one array of numbers is \"bytes\", which has ids or places by its name; --pointer /bytes reads "
              "it all the same"},
          Row{"Burn 2", R"json({"value":[1.0,2.0],"shape":[2],"dtype":"F32"})json",
              "(2,) 1 2 float32; the tensor is the member \"value\", in the shape of \"shape\""},
          Row{"fp8", R"json({"shape":[2],"data":[1,2],"dtype":"float8_e4m3fn"})json",
              "1:35: \"float8_e4m3fn\" is no type that is known here; expected one of float16, bfloat16, float32, "
              "float64; --dtype float64 reads the numbers as they are written"},
          Row{"Nested shape mism", R"json({"shape":[2,3],"data":[[1,2],[3,4],[5,6]]})json",
              "1:10: \"shape\" (2, 3) is not the shape (3, 2) in which \"data\" is nested; --pointer /data reads it "
              "without the shape"},
          Row{"GPT-2 cfg", R"json({"n_layer":12,"n_head":12})json",
              "1:1: the document has no array of numbers; its members are \"n_layer\", \"n_head\"; jq -c '[.[]]' makes "
              "an array of its numbers"},
          Row{"Wandb table", R"json({"columns":["a","b"],"data":[[1,2],[3,4]]})json",
              "(2, 2) 1 2 3 4; the tensor is the member \"data\""},
          Row{"vega", R"json({"data":{"values":[{"a":"A","b":28},{"a":"B","b":55}]},"mark":"bar"})json",
              "1:1: the document has no array of numbers; its members are \"data\", \"mark\"; jq -c "
              "'[.data.values[].b]' makes an array of its numbers"},
          Row{"Julia JSON", R"json({"size":[2,2],"data":[[1.0,3.0],[2.0,4.0]]})json",
              "(2, 2) 1 3 2 4; the tensor is the member \"data\", in the shape of \"size\""},
          Row{"Gorgonia", R"json({"Shape":[2,2],"Data":[1,2,3,4]})json",
              "1:1: the document has 2 arrays of numbers: \"Data\", \"Shape\"; choose one with --pointer /Data"},
          Row{"boolean mask", R"json({"logits":[1,2,3],"mask":[true,false,true]})json",
              "(3,) 1 2 3; the tensor is the member \"logits\""},
          Row{"null neighbour", R"json({"x":[1,2],"y":[1,null]})json",
              "1:1: the document has 2 arrays of numbers: \"x\", \"y\"; choose one with --pointer /x"},
          Row{"pairs neighbour", R"json({"logits":[1,2],"tokens":[["a",1],["b",2]]})json",
              "(2,) 1 2; the tensor is the member \"logits\""},
          Row{"KServe v2, FP16 and BF16: outputs/0 alone",
              R"json({"name":"logits","shape":[1,3],"datatype":"BF16","data":[1.0,2.0,3.005]})json",
              "(1, 3) 1 2 3 bfloat16; the tensor is the member \"data\", in the shape of \"shape\""},
          Row{"Triton, integers", R"json({"name":"counts","shape":[3],"datatype":"INT64","data":[1,2,3]})json",
              "(3,) 1 2 3; the tensor is the member \"data\", in the shape of \"shape\"; int64 made float64, exact up "
              "to 2^53"},
          Row{"NumPy encoder with torch's dtype", R"json({"shape":[2],"dtype":"torch.float32","data":[0.1,0.2]})json",
              "(2,) 0.10000000149011612 0.20000000298023224 float32; the tensor is the member \"data\", in the shape "
              "of \"shape\""},
          Row{"complex numbers", R"json({"shape":[2],"dtype":"complex64","data":[0.1,0.2]})json",
              "1:22: \"complex64\" is complex numbers; expected real ones"},
          Row{"jsonpickle of NumPy strides",
              R"json({"shape":[2,3],"strides":[24,8],"dtype":"<f8","data":[1,2,3,4,5,6]})json",
              "(2, 3) 1 2 3 4 5 6; the tensor is the member \"data\", in the shape of \"shape\""},
          Row{"numpy, Fortran order", R"json({"shape":[2,3],"order":"F","data":[1,4,2,5,3,6]})json",
              "1:24: \"order\" says that \"data\" is written column by column; expected it row by row, or as nested "
              "arrays"},
          Row{".npy header as JSON",
              R"json({"descr":"<f8","fortran_order":true,"shape":[2,3],"values":[1,4,2,5,3,6]})json",
              "1:32: \"fortran_order\" says that \"values\" is written column by column; expected it row by row, or as "
              "nested arrays"},
          Row{"JSON Lines of logs", R"json({"step":1,"loss":0.5})json",
              "1:1: the document has no array of numbers; its members are \"step\", \"loss\"; jq -c '[.[]]' makes an "
              "array of its numbers"},
          Row{"AWS Lambda", R"json({"statusCode":200,"body":"[[0.1, 0.9]]"})json",
              "1:1: the document has no array of numbers; its members are \"statusCode\", \"body\"; jq -r '.body' "
              "writes the text in it, which softmax may read"},
          Row{"Ollama token ids", R"json({"tokens":[1,2,3]})json",
              "1:1: the one array of numbers is \"tokens\", which has ids or places by its name; --pointer /tokens "
              "reads it all the same"},
          Row{"ml-matrix, numeric.js, vectorious", R"json([[0.5,1000.25],[3,0.3333333333333333]])json",
              "(2, 2) 0.5 1000.25 3 0.3333333333333333"},
          Row{"PyTorch topk as lists", R"json({"values":[0.9,0.1],"indices":[3,7]})json",
              "1:1: the document has 2 arrays of numbers: \"values\", \"indices\"; choose one with --pointer /values"},
          Row{"PyTorch sparse_coo", R"json({"indices":[[0,1],[0,1]],"values":[1.5,2.5],"size":[2,2]})json",
              "1:12: \"indices\" next to a shape means a sparse matrix; expected all elements, as toarray(), "
              "to_dense() or toArray() return them"},
          Row{"safetensors header", R"json({"w":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]}})json",
              "1:1: the document has no array of numbers; its members are \"w\""},
          Row{"MATLAB jsonencode", R"json({"scores":[1,null,3]})json",
              "1:14: expected a number, found null; --missing nan reads it as NaN"},
          Row{"Python str of a shape", R"json({"shape":"(2, 3)","values":[1,2,3,4,5,6]})json",
              "1:10: \"shape\" is text; expected a list of whole numbers, such as [2, 3]"},
          Row{"tokenizers.js", R"json({"inputIds":[101,7592,102]})json",
              "1:1: the one array of numbers is \"inputIds\", which has ids or places by its name; --pointer /inputIds "
              "reads it all the same"},
          Row{"quantized ONNX", R"json({"shape":[2],"dtype":"int8","data":[1,2],"scale":0.1,"zero_point":3})json",
              "1:67: \"zero_point\" means that the numbers of \"data\" are quantized; expected them as they are"},
          Row{"a list of results, as json.dump writes it", R"json([{"logits":[1,2]},{"logits":[3,4]}])json",
              "1:2: expected a number, found an object; jq -c '[.[].logits]' makes an array of its numbers"},
          Row{"Jackson", R"json({"logits":["-Infinity",0]})json",
              "1:12: expected a number, found the string \"-Infinity\""},
      }) {
    CAPTURE(row.program);
    CHECK(answer(row.json) == row.answer);
  }
}
