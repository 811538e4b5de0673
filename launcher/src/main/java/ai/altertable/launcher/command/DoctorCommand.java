package ai.altertable.launcher.command;

import ai.altertable.launcher.doctor.Doctor;
import ai.altertable.launcher.doctor.DoctorConfig;
import ai.altertable.launcher.doctor.Report;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "doctor",
    description = {
      "Looks at all that the server needs, whether it runs or not, and says what to do.",
      "Changes nothing. Give it the settings of the server. The exit status is 0 when there is no"
          + " problem; warnings are none."
    },
    mixinStandardHelpOptions = true,
    versionProvider = CommandLines.ProgramVersion.class,
    sortOptions = false)
final class DoctorCommand implements Callable<Integer>, Checked {
  @Spec private CommandSpec spec;

  @Mixin private ServingOptions serving;

  @Mixin private ResourceOptions resources;

  @Option(
      names = "--json",
      descriptionKey = ConfigSources.COMMAND_LINE_ONLY,
      description = "Prints one line of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    OptionValues values = new OptionValues();
    DoctorConfig config = read(values);
    if (!values.problems().isEmpty()) {
      throw new ParameterException(spec.commandLine(), String.join("\n", values.problems()));
    }
    Report report = Doctor.of(config).examine();
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? report.json() : report.text());
    out.flush();
    return report.problems() == 0 ? 0 : 1;
  }

  @Override
  public List<String> problems() {
    OptionValues values = new OptionValues();
    read(values);
    return values.problems();
  }

  private DoctorConfig read(OptionValues values) {
    return new DoctorConfig(
        serving.data(),
        serving.runtime(),
        serving.extensions(),
        serving.postgres(values),
        serving.http(values),
        resources.read(values));
  }
}
