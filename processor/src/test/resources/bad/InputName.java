package bad;

import static dev.espalier.dsl.Activation.*;
import static dev.espalier.dsl.Encoding.*;
import static dev.espalier.dsl.Granularity.*;
import static dev.espalier.dsl.Loss.*;
import static dev.espalier.dsl.ScheduleKind.*;
import static dev.espalier.dsl.Scope.*;
import static dev.espalier.dsl.Unit.*;

import dev.espalier.dsl.*;

@Network(inputs = {
    @Input(name = "my image", shape = {8}),
    @Input(
        name = "class",
        shape = {8})
})
interface InputName {
  @Dense(2) Tensor logits(Tensor image);
}

/* expected
14: error: [Espalier/InputName] input name 'my image' is not a Java identifier; layer methods take inputs by name as parameters.
    Fix: use a Java identifier.
16: error: [Espalier/InputName] input name 'class' is not a Java identifier; layer methods take inputs by name as parameters.
    Fix: use a Java identifier.
20: error: [Espalier/UnknownValue] logits takes 'image', and no input or layer has that name.
    Fix: use one that exists (choices are my image, class).
*/
