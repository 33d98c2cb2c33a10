package bad;

import static dev.espalier.dsl.Activation.*;

import dev.espalier.dsl.*;

@Network(inputs = @Input(name = "image", shape = {3, 8, 8}))
interface GateOfOutput {
  @Conv2d(filters = 6, kernel = 3) @Gate(0.5)
  Tensor maps(Tensor image);
}

/* expected
9: error: [Espalier/GateOfOutput] maps is the output, and @Gate would skip results.
    Fix: move @Gate to a convolution whose result another layer reads.
*/
