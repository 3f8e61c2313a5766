"""Values of options that are not valid, with their places."""

import re

from oslo_config import cfg

from placement_inv.conf import files

#: The text of oslo.config's errors of values.
_VALUE_ERROR = re.compile(
    r'Value for option (?P<name>\S+) '
    r'(from LocationInfo\(location=<Locations\.(?P<kind>\w+)\b.*'
    r"detail='(?P<detail>[^']*)'\) )?is not valid: (?P<reason>.*)",
    re.DOTALL,
)
#: The text that oslo.config prints about options that could be arguments.
_ARGUMENT_ERROR = re.compile(
    r'argument --(?P<name>\S+): (?P<reason>.*)', re.DOTALL
)
_HIDDEN = 'the value, which is not shown, is not valid'


class InvalidConfiguration(ValueError):
    """The configuration cannot work; `problems` are sentences."""

    def __init__(self, problems):
        self.problems = tuple(problems)
        super().__init__('; '.join(self.problems))


def find_problems(conf, options):
    """Return a sentence for each value that is not valid.

    `options` are (name of a group or None, option) pairs of registered
    options.
    """
    places = find_places(conf)
    problems = []
    for group, option in options:
        try:
            (conf[group] if group else conf)[option.dest]
        except (cfg.Error, ValueError) as error:
            problems.append(_describe(places, group, option, error))
    return problems


def find_places(conf):
    """Return {key: Setting} of the line that counts for each option."""
    return {
        setting.key: setting
        for setting in _read_settings(files.list_files(conf))
    }


def describe_load_error(error, paths):
    """Return a sentence on an error of oslo.config, which reads `paths`.

    The lines of the files are not in it, because they may have passwords.
    """
    if isinstance(error, cfg.ConfigFileParseError):
        try:
            files.read_settings(error.config_file)
        except ValueError as place:
            return str(place)
        return f'{error.config_file} cannot be understood'
    text = str(error)
    match = _VALUE_ERROR.search(text) or _ARGUMENT_ERROR.search(text)
    if not match:
        return _on_one_line(text)
    # While it reads files, it checks options of the group DEFAULT only.
    key = 'default', files.normalize(match['name'])
    places = [
        f'{setting.place}: '
        for setting in _read_settings(paths)
        if setting.key == key
    ]
    place = places[-1] if places else ''
    return f'{place}[DEFAULT]{match["name"]}: {_on_one_line(match["reason"])}'


def _read_settings(paths):
    """Yield the Settings of the files that can be understood."""
    for path in paths:
        try:
            yield from files.read_settings(path)
        except (OSError, ValueError):
            # That is another problem.
            continue


def _describe(places, group, option, error):
    section = group or 'DEFAULT'
    match = _VALUE_ERROR.search(str(error))
    if match and match['kind'] == 'environment':
        place = f'the environment variable {match["detail"]}: '
    else:
        setting = next(
            (
                places[key]
                for key in _list_keys(section, option)
                if key in places
            ),
            None,
        )
        place = f'{setting.place}: ' if setting else ''
    reason = _HIDDEN
    if not option.secret and not isinstance(
        error, cfg.TemplateSubstitutionError
    ):
        reason = _on_one_line(match['reason'] if match else error)
    return f'{place}[{section}]{option.dest}: {reason}'


def _list_keys(section, option):
    """Yield the keys of lines that set an option."""
    for name in (option.dest, option.name):
        yield section.lower(), files.normalize(name)
    for old in option.deprecated_opts:
        yield (
            (old.group or section).lower(),
            files.normalize(old.name or option.name),
        )


def _on_one_line(text):
    return ' '.join(str(text).split())
