package dev.espalier.bench.own;

import dev.espalier.bench.Contender;
import java.util.ArrayList;
import java.util.List;

/** All forms of our own. A new form is added here and nowhere else. */
public final class OwnForms {

  private OwnForms() {}

  /**
   * The forms that run on a number of threads: those of one layer and of a network each run on one.
   *
   * @param threads at least 1
   */
  public static List<Contender> on(int threads) {
    List<Contender> forms = new ArrayList<>();
    if (threads == 1) {
      for (LayerForm form : LayerForm.all()) {
        forms.add(new GeneratedLayer(form));
      }
      forms.add(new GeneratedNetwork(LayerForm.DENSE));
      forms.add(new GeneratedNetwork(LayerForm.ROWS));
    }
    return forms;
  }
}
