namespace Braid.Cli.Terminal;

/// <summary>What the user got wrong, in one line; the program prints it and exits with status 1.</summary>
internal class UserError(string message) : Exception(message);
